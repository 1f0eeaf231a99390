package dev.pontoon.engine.state;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.ip.MacAddress;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Networks and sandboxes as JSON documents. */
final class Documents {
  private final JsonMapper mapper =
      JsonMapper.builder()
          .addModule(texts())
          .addMixIn(DriverConfig.class, DriverTypes.class)
          .addMixIn(NetworkMode.class, ModeTypes.class)
          .build();

  String write(Object value) {
    return mapper.writeValueAsString(value);
  }

  Network network(String document) {
    return mapper.readValue(document, Network.class);
  }

  Sandbox sandbox(String document) {
    return mapper.readValue(document, Sandbox.class);
  }

  private static SimpleModule texts() {
    SimpleModule module = new SimpleModule();
    text(module, InetAddress.class, Addresses::text, Addresses::parse);
    text(module, Cidr.class, Cidr::toString, Cidr::parse);
    text(module, MacAddress.class, MacAddress::toString, MacAddress::parse);
    text(module, Path.class, Path::toString, Path::of);
    return module;
  }

  private static <T> void text(
      SimpleModule module, Class<T> type, Function<T, String> format, Function<String, T> parse) {
    module.addSerializer(
        type,
        new StdSerializer<T>(type) {
          @Override
          public void serialize(T value, JsonGenerator out, SerializationContext context) {
            out.writeString(format.apply(value));
          }
        });
    module.addDeserializer(
        type,
        new StdDeserializer<T>(type) {
          @Override
          public T deserialize(JsonParser in, DeserializationContext context) {
            return parse.apply(in.getString());
          }
        });
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = DriverConfig.Bridge.class, name = "bridge"),
    @JsonSubTypes.Type(value = DriverConfig.Host.class, name = "host"),
    @JsonSubTypes.Type(value = DriverConfig.None.class, name = "null")
  })
  private interface DriverTypes {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = NetworkMode.Own.class, name = "own"),
    @JsonSubTypes.Type(value = NetworkMode.Isolated.class, name = "isolated"),
    @JsonSubTypes.Type(value = NetworkMode.HostNamespace.class, name = "host"),
    @JsonSubTypes.Type(value = NetworkMode.Shared.class, name = "shared")
  })
  private interface ModeTypes {}
}
