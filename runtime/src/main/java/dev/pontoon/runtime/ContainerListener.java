package dev.pontoon.runtime;

/** Hears what happens to containers by themselves. Called one event at a time a container. */
public interface ContainerListener {
  /** The process is gone and its root file system unmounted; its networks can be taken down. */
  default void exited(ContainerState state) {}

  /** The container and its files are gone. */
  default void removed(ContainerState state) {}
}
