/**
 * The words in which an application says what the agent shall measure.
 *
 * <p>Every value is a string. {@code "text"} is a constant; {@code "${NAME}"} and {@code
 * "${NAME:default}"} are a system property or else an environment variable, read once when the
 * class is woven; {@code "\"} escapes <code>{ } $ , =</code>. An empty value is a value that is not
 * set.
 *
 * <p>The annotations are matched by name: their jar may be missing at run time.
 */
package io.deploytelemetry.annotations;
