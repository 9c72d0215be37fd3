package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.model.OperationKind;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one walk along the constant pool tells of a class file, without ASM: whether it names one of
 * our annotations, and its supertypes. Every class of the application is looked at in this way, so
 * the walk makes no objects but one array of offsets.
 */
final class ClassOutline {

  private static final int MAGIC = 0xCAFEBABE;
  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int METHOD_HANDLE = 15;

  private static final byte[] ANNOTATION = ascii("L" + OperationKind.ANNOTATIONS);
  private static final byte[] VISIBLE = ascii("RuntimeVisibleAnnotations");
  private static final byte[] INVISIBLE = ascii("RuntimeInvisibleAnnotations");

  private final byte[] bytes;
  private final int[] offsets;
  private final int header;
  private final boolean isAnnotated;
  private final int visible;
  private final int invisible;

  private ClassOutline(
      byte[] bytes, int[] offsets, int header, boolean isAnnotated, int visible, int invisible) {
    this.bytes = bytes;
    this.offsets = offsets;
    this.header = header;
    this.isAnnotated = isAnnotated;
    this.visible = visible;
    this.invisible = invisible;
  }

  /**
   * Reads an outline; {@code null} if the bytes are no class file.
   *
   * @throws ArrayIndexOutOfBoundsException if they are cut off
   */
  static @Nullable ClassOutline read(byte[] bytes) {
    if (bytes.length < 10 || (u2(bytes, 0) << 16 | u2(bytes, 2)) != MAGIC) {
      return null;
    }
    int count = u2(bytes, 8);
    int[] offsets = new int[count];
    boolean isAnnotated = false;
    int visible = 0;
    int invisible = 0;
    int at = 10;
    for (int i = 1; i < count; i++) {
      int tag = bytes[at];
      offsets[i] = at + 1;
      if (tag == UTF8) {
        int length = u2(bytes, at + 1);
        isAnnotated |= length > ANNOTATION.length && startsWith(bytes, at + 3, ANNOTATION);
        if (length == VISIBLE.length && startsWith(bytes, at + 3, VISIBLE)) {
          visible = i;
        } else if (length == INVISIBLE.length && startsWith(bytes, at + 3, INVISIBLE)) {
          invisible = i;
        }
        at += 3 + length;
      } else {
        at += size(tag);
        if (tag == LONG || tag == DOUBLE) {
          i++;
        }
      }
    }
    return new ClassOutline(bytes, offsets, at, isAnnotated, visible, invisible);
  }

  /** Reads an outline; {@code null} if the bytes are no class file, or are cut off. */
  static @Nullable ClassOutline readOrNull(byte[] bytes) {
    try {
      return read(bytes);
    } catch (ArrayIndexOutOfBoundsException cutOff) {
      return null;
    }
  }

  /** Whether an annotation of ours is named anywhere in the class. */
  boolean isAnnotated() {
    return isAnnotated;
  }

  /** How many supertypes are named: the superclass first, if there is one, then the interfaces. */
  int supertypes() {
    return 1 + u2(bytes, header + 6);
  }

  /**
   * The internal name of a supertype; {@code null} where it cannot carry an annotation of ours, for
   * which no string is made: a type of the JDK or of a well-known framework.
   */
  @Nullable String supertype(int index) {
    int name = supertypeAt(index);
    return name == 0 || Frameworks.contain(bytes, name + 2, u2(bytes, name)) ? null : text(name);
  }

  /** The internal name of any supertype; {@code null} only for what {@code Object} has none. */
  @Nullable String supertypeName(int index) {
    int name = supertypeAt(index);
    return name == 0 ? null : text(name);
  }

  private int supertypeAt(int index) {
    int entry = u2(bytes, index == 0 ? header + 4 : header + 6 + 2 * index);
    return entry == 0 ? 0 : offsets[u2(bytes, offsets[entry])];
  }

  /** Class files write what is beyond U+FFFF in a way of their own, as data streams do. */
  private String text(int utf8) {
    try {
      int length = 2 + u2(bytes, utf8);
      return new DataInputStream(new ByteArrayInputStream(bytes, utf8, length)).readUTF();
    } catch (IOException malformed) {
      throw new IllegalArgumentException(malformed);
    }
  }

  /**
   * The descriptors of the annotations on the class and its methods, without ours and those of the
   * JDK and of well-known frameworks, for which no strings are made unless some are sought.
   *
   * @param sought the descriptors of those frameworks' annotations that count nevertheless
   */
  List<String> foreignAnnotations(Set<String> sought) {
    List<String> found = new ArrayList<>();
    if (visible == 0 && invisible == 0) {
      return found;
    }
    int at = header + 8 + 2 * u2(bytes, header + 6);
    at = members(at, null, sought);
    at = members(at, found, sought);
    attributes(at, found, sought);
    return found;
  }

  /** Walks along the fields or methods; returns where they end. */
  private int members(int start, @Nullable List<String> found, Set<String> sought) {
    int at = start + 2;
    for (int i = u2(bytes, start); i > 0; i--) {
      at = attributes(at + 6, found, sought);
    }
    return at;
  }

  private int attributes(int start, @Nullable List<String> found, Set<String> sought) {
    int at = start + 2;
    for (int i = u2(bytes, start); i > 0; i--) {
      int name = u2(bytes, at);
      if (found != null && (name == visible || name == invisible)) {
        int annotation = at + 8;
        for (int a = u2(bytes, at + 6); a > 0; a--) {
          addForeign(found, offsets[u2(bytes, annotation)], sought);
          annotation = afterAnnotation(annotation);
        }
      }
      at += 6 + (u2(bytes, at + 2) << 16 | u2(bytes, at + 4));
    }
    return at;
  }

  private void addForeign(List<String> found, int utf8, Set<String> sought) {
    int length = u2(bytes, utf8);
    boolean isOurs = length > ANNOTATION.length && startsWith(bytes, utf8 + 2, ANNOTATION);
    if (isOurs || length <= 2) {
      return;
    }
    boolean isOfFramework = Frameworks.contain(bytes, utf8 + 3, length - 2);
    if (!isOfFramework || (!sought.isEmpty() && sought.contains(text(utf8)))) {
      found.add(text(utf8));
    }
  }

  private int afterAnnotation(int annotation) {
    int at = annotation + 4;
    for (int i = u2(bytes, annotation + 2); i > 0; i--) {
      at = afterValue(at + 2);
    }
    return at;
  }

  private int afterValue(int value) {
    switch (bytes[value]) {
      case 'e':
        return value + 5;
      case '@':
        return afterAnnotation(value + 1);
      case '[':
        int at = value + 3;
        for (int i = u2(bytes, value + 1); i > 0; i--) {
          at = afterValue(at);
        }
        return at;
      default:
        return value + 3;
    }
  }

  private static int size(int tag) {
    switch (tag) {
      case 7: // class, string, method type, module, package
      case 8:
      case 16:
      case 19:
      case 20:
        return 3;
      case METHOD_HANDLE:
        return 4;
      case LONG:
      case DOUBLE:
        return 9;
      default:
        return 5;
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static boolean startsWith(byte[] bytes, int at, byte[] prefix) {
    if (at + prefix.length > bytes.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (bytes[at + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  private static int u2(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }
}
