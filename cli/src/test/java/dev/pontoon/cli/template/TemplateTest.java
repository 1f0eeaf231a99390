package dev.pontoon.cli.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.cli.json.Json;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  private static final String WEB =
      """
      {"Id":"4f0c","Running":true,"Pid":12,"Cmd":["sleep","9"],"Empty":[],"Nothing":null,
       "NetworkSettings":{"IPAddress":"172.17.0.2","Networks":{"net-b":{"IPAddress":"10.0.0.3"},"bridge":{"IPAddress":"172.17.0.2"}},
       "Ports":{"80/tcp":[{"HostIp":"0.0.0.0","HostPort":"8080"}],"81/tcp":null}},"Labels":{"a.b":"c"}}\
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{{.Id}} ~ 4f0c",
        "{{ .NetworkSettings.IPAddress }} ~ 172.17.0.2",
        "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}! ~ 172.17.0.2 10.0.0.3 !",
        "{{range $k, $v := .NetworkSettings.Networks}}{{$k}}={{$v.IPAddress}};{{end}} ~ bridge=172.17.0.2;net-b=10.0.0.3;",
        "{{(index (index .NetworkSettings.Ports \"80/tcp\") 0).HostPort}} ~ 8080",
        "{{index .Labels \"a.b\"}} ~ c",
        "{{(index .NetworkSettings.Networks \"net-b\").IPAddress}} ~ 10.0.0.3",
        "{{with index .NetworkSettings.Networks \"none\"}}some{{else}}no{{end}} ~ no",
        "{{json .Cmd}} ~ [\"sleep\",\"9\"]",
        "{{.Cmd | json}} ~ [\"sleep\",\"9\"]",
        "{{join .Cmd \" \"}} ~ sleep 9",
        "{{.Cmd}} {{.Labels}} {{.Nothing}} ~ [sleep 9] map[a.b:c] <no value>",
        "{{if .Running}}up{{else}}down{{end}} ~ up",
        "{{if eq .Pid 11}}a{{else if eq .Pid 12}}b{{else}}c{{end}} ~ b",
        "{{if and .Running (gt .Pid 10)}}yes{{end}} ~ yes",
        "{{if or .Empty .Nothing}}yes{{else}}no{{end}} ~ no",
        "{{if not .Empty}}none{{end}} ~ none",
        "{{len .Cmd}} {{upper .Id}} {{printf \"%-6s|%3d|%q\" .Id .Pid .Id}} ~ 2 4F0C 4f0c  | 12|\"4f0c\"",
        "{{range .Empty}}x{{else}}empty{{end}} ~ empty",
        "{{range $i, $c := .Cmd}}{{if $i}},{{end}}{{$c}}{{end}} ~ sleep,9",
        "{{$x := .Id}}{{range .Cmd}}{{$x}}{{$.Pid}} {{end}}! ~ 4f0c12 4f0c12 !",
        "a {{- /* nothing */ -}} b ~ ab",
        "a  {{- .Id -}}  b ~ a4f0cb",
        "{{\"}}\"}} ~ }}",
        "{{println .Id}}{{slice}} ~ !template: function \"slice\" not defined",
        "{{.Foo}} ~ !template: map has no entry for key \"Foo\"",
        "{{.Id.Foo}} ~ !template: can't evaluate field Foo in 4f0c",
        "{{.Nothing.Foo}} ~ !template: nil data; no entry for key \"Foo\"",
        "{{index .Cmd 5}} ~ !template: index out of range: 5",
        "{{range .Cmd}}x ~ !template: unexpected end of the template: {{end}} is missing",
        "{{end}} ~ !template: unexpected {{end}}",
        "{{.Id ~ !template: unclosed action in {{.Id",
        "{{.Id . }} ~ !template: unexpected \"\" in {{.Id .}}",
        "{{$y}} ~ !template: undefined variable \"$y\"",
        "{{.Id | 5}} ~ !template: a function is expected after | in {{.Id | 5}}"
      })
  void renders(String template, String expected) throws IOException {
    Object value = Json.parse(WEB).value();
    if (expected.startsWith("!")) {
      assertThatThrownBy(() -> Template.parse(template).render(value))
          .isInstanceOf(TemplateException.class)
          .hasMessage(expected.substring(1));
    } else {
      assertThat(Template.parse(template).render(value)).isEqualTo(expected);
    }
  }
}
