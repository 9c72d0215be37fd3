package io.deploytelemetry.agent.weave;

import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import org.jspecify.annotations.Nullable;

/**
 * The sizes in the Code attributes of a class file, read from its bytes: a method must be known to
 * be weavable, and its first free local be known, before it is visited.
 */
final class CodeSizes {

  /** The sizes of one method. */
  static final class Size {
    final int maxStack;
    final int maxLocals;
    final int codeLength;

    Size(int maxStack, int maxLocals, int codeLength) {
      this.maxStack = maxStack;
      this.maxLocals = maxLocals;
      this.codeLength = codeLength;
    }
  }

  private final ClassReader reader;
  private final char[] buffer;
  private final Map<String, Size> byMethod = new HashMap<>();

  CodeSizes(ClassReader reader) {
    this.reader = reader;
    this.buffer = new char[reader.getMaxStringLength()];
    int at = reader.header + 6;
    at += 2 + 2 * reader.readUnsignedShort(at);
    int fields = reader.readUnsignedShort(at);
    at += 2;
    for (int i = 0; i < fields; i++) {
      at = skipAttributes(at + 6);
    }
    int methods = reader.readUnsignedShort(at);
    at += 2;
    for (int i = 0; i < methods; i++) {
      at = readMethod(at);
    }
  }

  /** The sizes of a method, by its name and descriptor; {@code null} if it has no code. */
  @Nullable Size of(String method) {
    return byMethod.get(method);
  }

  private int readMethod(int at) {
    int attributes = at + 6;
    int count = reader.readUnsignedShort(attributes);
    int attribute = attributes + 2;
    for (int i = 0; i < count; i++) {
      if ("Code".equals(reader.readUTF8(attribute, buffer))) {
        byMethod.put(
            reader.readUTF8(at + 2, buffer) + reader.readUTF8(at + 4, buffer),
            new Size(
                reader.readUnsignedShort(attribute + 6),
                reader.readUnsignedShort(attribute + 8),
                reader.readInt(attribute + 10)));
      }
      attribute += 6 + reader.readInt(attribute + 2);
    }
    return attribute;
  }

  private int skipAttributes(int at) {
    int count = reader.readUnsignedShort(at);
    int attribute = at + 2;
    for (int i = 0; i < count; i++) {
      attribute += 6 + reader.readInt(attribute + 2);
    }
    return attribute;
  }
}
