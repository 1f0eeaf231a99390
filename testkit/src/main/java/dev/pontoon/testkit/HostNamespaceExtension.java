package dev.pontoon.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Makes the host of {@link HostNamespace} before a test, or before those that share it, and removes
 * and checks it afterwards.
 */
final class HostNamespaceExtension
    implements BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        ParameterResolver {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Namespace STORE = Namespace.create(HostNamespaceExtension.class);

  /** A test's host, and what there was before it. */
  private record TestHost(HostNetwork network, Leaks before) {}

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    if (isShared(context)) {
      open(context);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (isShared(context)) {
      close(context);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    if (!isShared(context)) {
      open(context);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    if (!isShared(context)) {
      close(context);
    }
  }

  private static boolean isShared(ExtensionContext context) {
    return context.getTestInstanceLifecycle().equals(Optional.of(Lifecycle.PER_CLASS));
  }

  private static void open(ExtensionContext context) throws IOException {
    requireRoot();
    Leaks before = Leaks.snapshot();
    context.getStore(STORE).put(TestHost.class, new TestHost(HostNetwork.create(), before));
  }

  private static void close(ExtensionContext context) throws IOException {
    TestHost host = host(context);
    try {
      host.before.requireNone(host.network, PATIENCE);
    } finally {
      host.network.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == HostNetwork.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return host(context).network;
  }

  private static TestHost host(ExtensionContext context) {
    TestHost host = context.getStore(STORE).get(TestHost.class, TestHost.class);
    if (host == null) {
      throw new IllegalStateException("a HostNetwork lives as long as the test that it is for");
    }
    return host;
  }

  private static void requireRoot() throws IOException {
    if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      throw new IllegalStateException("tests on the real kernel need root");
    }
  }
}
