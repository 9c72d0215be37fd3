package io.deploytelemetry.it.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Tests that no JDK has a part in: they are left out where JDKs were asked for. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
    value = "io.deploytelemetry.it.harness.Jdk#isNoneAskedFor",
    disabledReason = "it.jdks is set, and this depends on none")
public @interface OncePerBuild {}
