package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container runs, portable from host to host: the outer object of a create request, and
 * {@code Config} in an inspection.
 *
 * @param entrypoint null for the image's
 * @param cmd null for the image's
 * @param exposedPorts {@code 80/tcp} to empty objects
 */
public record ContainerConfig(
    String hostname,
    String domainname,
    String user,
    boolean attachStdin,
    boolean attachStdout,
    boolean attachStderr,
    Map<String, Object> exposedPorts,
    boolean tty,
    boolean openStdin,
    boolean stdinOnce,
    List<String> env,
    @Nullable List<String> cmd,
    String image,
    Map<String, Object> volumes,
    String workingDir,
    @Nullable List<String> entrypoint,
    boolean networkDisabled,
    @JsonProperty("MacAddress") @Nullable String macAddress,
    Map<String, String> labels,
    @Nullable String stopSignal,
    @Nullable Integer stopTimeout,
    @Nullable Healthcheck healthcheck) {
  /** How to find out whether the container does its work; durations in nanoseconds. */
  public record Healthcheck(
      List<String> test,
      long interval,
      long timeout,
      long startPeriod,
      long startInterval,
      int retries) {
    public Healthcheck {
      test = Absent.list(test);
    }
  }

  public ContainerConfig {
    hostname = Absent.string(hostname);
    domainname = Absent.string(domainname);
    user = Absent.string(user);
    exposedPorts = Absent.map(exposedPorts);
    env = Absent.list(env);
    image = Absent.string(image);
    volumes = Absent.map(volumes);
    workingDir = Absent.string(workingDir);
    labels = Absent.map(labels);
  }
}
