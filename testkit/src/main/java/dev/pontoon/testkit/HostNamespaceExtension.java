package dev.pontoon.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Makes the host of {@link HostNamespace} before a test, and removes and checks it afterwards. */
final class HostNamespaceExtension
    implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Namespace STORE = Namespace.create(HostNamespaceExtension.class);

  /** A test's host, and what there was before it. */
  private record TestHost(HostNetwork network, Leaks before) {}

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    requireRoot();
    Leaks before = Leaks.snapshot();
    context.getStore(STORE).put(TestHost.class, new TestHost(HostNetwork.create(), before));
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
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
      throw new IllegalStateException("a HostNetwork lives as long as one test");
    }
    return host;
  }

  private static void requireRoot() throws IOException {
    if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      throw new IllegalStateException("tests on the real kernel need root");
    }
  }
}
