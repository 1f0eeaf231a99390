package dev.pontoon.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test a host of its own: a parameter of type {@link HostNetwork} in a test or in its
 * {@code @BeforeEach} is a network namespace with the loopback up and no way out, which goes after
 * the test. A test that leaves anything behind fails. Needs root; without it tests fail, since a
 * skipped test would look like a passed one.
 *
 * <p>Tests of a class that share one instance ({@code @TestInstance(PER_CLASS)}) share one host,
 * which a {@code @BeforeAll} may ask for too; what is left is looked for after the last of them.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(HostNamespaceExtension.class)
public @interface HostNamespace {}
