package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.model.OperationKind;
import java.nio.charset.StandardCharsets;
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

  private static final byte[] ANNOTATION =
      ("L" + OperationKind.ANNOTATIONS).getBytes(StandardCharsets.US_ASCII);

  private final byte[] bytes;
  private final int[] offsets;
  private final int header;
  private final boolean isAnnotated;

  private ClassOutline(byte[] bytes, int[] offsets, int header, boolean isAnnotated) {
    this.bytes = bytes;
    this.offsets = offsets;
    this.header = header;
    this.isAnnotated = isAnnotated;
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
    int at = 10;
    for (int i = 1; i < count; i++) {
      int tag = bytes[at];
      offsets[i] = at + 1;
      if (tag == UTF8) {
        int length = u2(bytes, at + 1);
        isAnnotated |= length > ANNOTATION.length && startsWith(bytes, at + 3, ANNOTATION);
        at += 3 + length;
      } else {
        at += size(tag);
        if (tag == LONG || tag == DOUBLE) {
          i++;
        }
      }
    }
    return new ClassOutline(bytes, offsets, at, isAnnotated);
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
    int entry = u2(bytes, index == 0 ? header + 4 : header + 6 + 2 * index);
    if (entry == 0) {
      return null;
    }
    int name = offsets[u2(bytes, offsets[entry])];
    int length = u2(bytes, name);
    if (Frameworks.contain(bytes, name + 2, length)) {
      return null;
    }
    return new String(bytes, name + 2, length, StandardCharsets.UTF_8);
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
