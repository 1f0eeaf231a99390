package dev.pontoon.runtime;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container may do and see, in the terms of Docker's HostConfig.
 *
 * @param capAdd capabilities with or without {@code CAP_}, or {@code ALL}
 * @param capDrop likewise
 * @param securityOptions {@code seccomp=unconfined}, {@code no-new-privileges}
 * @param devices {@code host[:container[:rwm]]}
 * @param pidMode empty, {@code host}, or {@code container:} and another one's id or name
 * @param ipcMode empty, {@code private}, {@code shareable}, {@code none}, {@code host}, or {@code
 *     container:} and another one's id or name
 * @param groupAdd additional groups, names or numbers
 * @param utsMode empty, or {@code host}
 * @param cgroupNamespace whether the container sees its own cgroup as the root of all
 * @param oomScoreAdj how soon the kernel kills it when memory runs out, from -1000 to 1000
 * @param init whether a small init process reaps orphans and passes signals on
 * @param deviceRules such as {@code c 10:200 rwm}
 * @param cgroupParent the cgroup below which the container gets its own; empty for the runtime's
 * @param maskedPaths what of /proc and /sys is hidden; null for Docker's
 * @param readOnlyPaths what of it can't be written to; null for Docker's
 */
public record Isolation(
    boolean privileged,
    boolean readOnly,
    List<String> capAdd,
    List<String> capDrop,
    Map<String, String> sysctls,
    List<String> securityOptions,
    List<String> devices,
    String pidMode,
    String ipcMode,
    List<String> groupAdd,
    String utsMode,
    boolean cgroupNamespace,
    int oomScoreAdj,
    boolean init,
    List<String> deviceRules,
    String cgroupParent,
    @Nullable List<String> maskedPaths,
    @Nullable List<String> readOnlyPaths) {

  /** How a mode begins that names another container. */
  public static final String CONTAINER = "container:";

  /** The IPC mode of a container that others may join. */
  public static final String SHAREABLE = "shareable";

  /** Docker's defaults. */
  public static final Isolation DEFAULT =
      new Isolation(
          false, false, List.of(), List.of(), Map.of(), List.of(), List.of(), "", "", List.of());

  public Isolation {
    capAdd = List.copyOf(capAdd);
    capDrop = List.copyOf(capDrop);
    sysctls = Map.copyOf(sysctls);
    securityOptions = List.copyOf(securityOptions);
    devices = List.copyOf(devices);
    groupAdd = List.copyOf(groupAdd);
    utsMode = utsMode == null ? "" : utsMode;
    deviceRules = deviceRules == null ? List.of() : List.copyOf(deviceRules);
    cgroupParent = cgroupParent == null ? "" : cgroupParent;
    maskedPaths = maskedPaths == null ? null : List.copyOf(maskedPaths);
    readOnlyPaths = readOnlyPaths == null ? null : List.copyOf(readOnlyPaths);
  }

  /** What is asked for most. */
  public Isolation(
      boolean privileged,
      boolean readOnly,
      List<String> capAdd,
      List<String> capDrop,
      Map<String, String> sysctls,
      List<String> securityOptions,
      List<String> devices,
      String pidMode,
      String ipcMode,
      List<String> groupAdd) {
    this(
        privileged,
        readOnly,
        capAdd,
        capDrop,
        sysctls,
        securityOptions,
        devices,
        pidMode,
        ipcMode,
        groupAdd,
        "",
        false,
        0,
        false,
        List.of(),
        "",
        null,
        null);
  }
}
