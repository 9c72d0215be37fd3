package io.deploytelemetry.agent.weave;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.jar.asm.signature.SignatureReader;
import net.bytebuddy.jar.asm.signature.SignatureVisitor;
import org.jspecify.annotations.Nullable;

/** A class file as far as paths can use it: methods without parameters, fields, supertypes. */
final class ClassModel extends ClassVisitor {

  /** A method without parameters, or a field. */
  static final class Member {
    final int access;
    final String name;
    final String descriptor;
    final @Nullable String signature;

    Member(int access, String name, String descriptor, @Nullable String signature) {
      this.access = access;
      this.name = name;
      this.descriptor = descriptor;
      this.signature = signature;
    }

    boolean isMethod() {
      return descriptor.charAt(0) == '(';
    }

    boolean is(int flag) {
      return (access & flag) != 0;
    }

    /** The type of its value, erased. */
    Type type() {
      return isMethod() ? Type.getReturnType(descriptor) : Type.getType(descriptor);
    }
  }

  private final List<Member> members = new ArrayList<>();
  private final Map<String, GenericType> parameters = new LinkedHashMap<>();
  private final List<GenericType> supertypes = new ArrayList<>();
  private String name = "";
  private int access;

  private ClassModel() {
    super(ClassWeaver.API);
  }

  static ClassModel read(byte[] bytes) {
    ClassModel model = new ClassModel();
    ClassWeaver.reader(bytes)
        .accept(model, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return model;
  }

  String name() {
    return name;
  }

  boolean is(int flag) {
    return (access & flag) != 0;
  }

  /** The type parameters with their bounds. */
  Map<String, GenericType> parameters() {
    return parameters;
  }

  /** The superclass, if there is one, and the interfaces. */
  List<GenericType> supertypes() {
    return supertypes;
  }

  /** The method of a name that has no parameters; not the compiler's bridge if there is another. */
  @Nullable Member method(String sought) {
    Member found = null;
    for (Member member : members) {
      if (member.isMethod()
          && member.name.equals(sought)
          && (found == null || found.is(Opcodes.ACC_BRIDGE))) {
        found = member;
      }
    }
    return found;
  }

  @Nullable Member field(String sought) {
    for (Member member : members) {
      if (!member.isMethod() && member.name.equals(sought)) {
        return member;
      }
    }
    return null;
  }

  @Override
  public void visit(
      int version,
      int flags,
      String internalName,
      @Nullable String signature,
      @Nullable String superName,
      String @Nullable [] interfaces) {
    name = internalName;
    access = flags;
    if (signature != null) {
      new SignatureReader(signature).accept(new Parameters(parameters, supertypes));
      return;
    }
    if (superName != null) {
      supertypes.add(GenericType.of(Type.getObjectType(superName)));
    }
    for (int i = 0; interfaces != null && i < interfaces.length; i++) {
      supertypes.add(GenericType.of(Type.getObjectType(interfaces[i])));
    }
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int flags,
      String method,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    if (descriptor.startsWith("()") && (flags & Opcodes.ACC_STATIC) == 0) {
      members.add(new Member(flags, method, descriptor, signature));
    }
    return null;
  }

  @Override
  public @Nullable FieldVisitor visitField(
      int flags,
      String field,
      String descriptor,
      @Nullable String signature,
      @Nullable Object value) {
    if ((flags & Opcodes.ACC_STATIC) == 0) {
      members.add(new Member(flags, field, descriptor, signature));
    }
    return null;
  }

  /** The formal type parameters of a class or method, each with its first bound, and supertypes. */
  static class Parameters extends SignatureVisitor {

    private final Map<String, GenericType> parameters;
    private final List<GenericType> supertypes;
    private String current = "";

    Parameters(Map<String, GenericType> parameters, List<GenericType> supertypes) {
      super(ClassWeaver.API);
      this.parameters = parameters;
      this.supertypes = supertypes;
    }

    @Override
    public void visitFormalTypeParameter(String parameter) {
      current = parameter;
      parameters.put(parameter, GenericType.OBJECT);
    }

    @Override
    public SignatureVisitor visitClassBound() {
      return new Bound(current);
    }

    @Override
    public SignatureVisitor visitInterfaceBound() {
      return new Bound(current);
    }

    @Override
    public SignatureVisitor visitSuperclass() {
      return new GenericType.Reader(supertypes);
    }

    @Override
    public SignatureVisitor visitInterface() {
      return new GenericType.Reader(supertypes);
    }

    /** The first bound of a parameter counts: its erasure. */
    private final class Bound extends GenericType.Reader {

      private final String parameter;

      Bound(String parameter) {
        super(supertypes);
        this.parameter = parameter;
      }

      @Override
      void read(GenericType bound) {
        if (parameters.get(parameter) == GenericType.OBJECT) {
          parameters.put(parameter, bound);
        }
      }
    }
  }
}
