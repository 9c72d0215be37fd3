package io.deploytelemetry.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Anything else of a deployment tool that is worth timing and counting: a git poll, a
 * reconciliation. Measured and judged as a {@link Deployment} is, except that {@code false} is a
 * success.
 *
 * <p>On an annotation type it makes that one an annotation of this kind, with these values. On a
 * class it measures nothing: it gives defaults to the class's methods with this annotation.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Operation {
  /** The operation's name; the method's name where it is not set. */
  String value() default "";

  /**
   * What happened in it, {@code name=value,name=value}: numbers, booleans, or collections, maps and
   * arrays, whose size counts. {@code "drift={result.drifted}"}
   */
  String events() default "";

  /**
   * How many targets are in which state: the path of a {@code Map} of names to numbers, which
   * replaces what was there.
   */
  String states() default "";

  /** What is operated on: a repository, service or module. */
  String application() default "";

  /** Where: {@code production}, {@code staging}, {@code test}, {@code development} or your own. */
  String environment() default "";

  /** The mechanism or platform: {@code kubernetes}, {@code bare_metal}, {@code docker_compose}. */
  String provider() default "";

  /** Labels of your own, {@code name=value,name=value}; the configuration declares their names. */
  String labels() default "";

  /**
   * The outcome of a call that does not throw: an expression such as <code>{result.status}</code>,
   * whose value is judged instead of the result; or, for every such call, one of {@code success},
   * {@code failure}, {@code error}, {@code timeout}, {@code cancellation}, {@code skip}, {@code
   * unknown}.
   */
  String outcome() default "";
}
