package io.deploytelemetry.agent.weave;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where types live that are everybody's supertypes and carry no annotation of ours. Looking them up
 * would be most of the work of inheritance: 522 look-ups instead of 2 while Spring Boot starts. A
 * type on the list that turns out to be annotated, when it is loaded, is taken off it.
 */
final class Frameworks {

  private static final byte[][] PREFIXES =
      ascii(
          "java/",
          "javax/",
          "jakarta/",
          "jdk/",
          "sun/",
          "com/sun/",
          "kotlin/",
          "kotlinx/",
          "scala/",
          "groovy/",
          "clojure/",
          "org/apache/",
          "org/aspectj/",
          "org/codehaus/",
          "org/eclipse/",
          "org/h2/",
          "org/hibernate/",
          "org/jboss/",
          "org/osgi/",
          "org/slf4j/",
          "org/springframework/",
          "org/wildfly/",
          "org/yaml/",
          "ch/qos/logback/",
          "com/fasterxml/",
          "com/google/",
          "com/zaxxer/",
          "io/micrometer/",
          "io/netty/",
          "io/opentelemetry/",
          "io/prometheus/",
          "io/quarkus/",
          "io/smallrye/",
          "io/undertow/",
          "io/vertx/",
          "net/bytebuddy/",
          "reactor/");

  /** Any thread that loads such a type adds it; nothing takes one away. */
  private static final Set<String> ANNOTATED = ConcurrentHashMap.newKeySet();

  private Frameworks() {}

  /** Takes a type off the list; returns whether it was on it. */
  static boolean remove(String internalName) {
    byte[] name = internalName.getBytes(StandardCharsets.UTF_8);
    return contain(name, 0, name.length) && ANNOTATED.add(internalName);
  }

  /** Whether the name that stands there is that of a framework's type. */
  static boolean contain(byte[] bytes, int at, int length) {
    for (byte[] prefix : PREFIXES) {
      if (bytes[at] == prefix[0] && ClassOutline.startsWith(bytes, at, prefix)) {
        return ANNOTATED.isEmpty()
            || !ANNOTATED.contains(new String(bytes, at, length, StandardCharsets.UTF_8));
      }
    }
    return false;
  }

  private static byte[][] ascii(String... prefixes) {
    byte[][] bytes = new byte[prefixes.length][];
    for (int i = 0; i < prefixes.length; i++) {
      bytes[i] = prefixes[i].getBytes(StandardCharsets.US_ASCII);
    }
    return bytes;
  }
}
