package io.deploytelemetry.it.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A test that takes long, and {@link Jdk} as its only parameter: it runs on each JDK that was asked
 * for, and on the first alone where none was.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@MethodSource("io.deploytelemetry.it.harness.Jdk#ofMatrix")
public @interface OnMatrix {}
