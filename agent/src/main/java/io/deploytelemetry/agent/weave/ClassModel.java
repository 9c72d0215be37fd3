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
  private final Map<String, List<GenericType>> parameters = new LinkedHashMap<>();
  private final List<GenericType> supertypes = new ArrayList<>();
  private String name = "";
  private @Nullable String outer;
  private @Nullable String nestHost;
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

  /** The class whose type parameters hold here too; {@code null} if there is none. */
  @Nullable String outer() {
    return outer;
  }

  /** Whether another class may use what is private here, and the other way round. */
  boolean isOfNestOf(ClassModel other) {
    return nest().equals(other.nest());
  }

  private String nest() {
    return nestHost == null ? name : nestHost;
  }

  /** The type parameters, each with its bounds. */
  Map<String, List<GenericType>> parameters() {
    return parameters;
  }

  /** The superclass, if there is one, and the interfaces. */
  List<GenericType> supertypes() {
    return supertypes;
  }

  /** The method of a name that has no parameters; a bridge only if there is no other. */
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
  public void visitNestHost(String host) {
    nestHost = host;
  }

  @Override
  public void visitInnerClass(
      String inner, @Nullable String outerName, @Nullable String innerName, int flags) {
    if (inner.equals(name) && (flags & Opcodes.ACC_STATIC) == 0) {
      outer = outerName;
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

  /** The formal type parameters of a class or method, each with its bounds, and supertypes. */
  static class Parameters extends SignatureVisitor {

    private final Map<String, List<GenericType>> parameters;
    private final List<GenericType> supertypes;
    private List<GenericType> bounds = new ArrayList<>();

    Parameters(Map<String, List<GenericType>> parameters, List<GenericType> supertypes) {
      super(ClassWeaver.API);
      this.parameters = parameters;
      this.supertypes = supertypes;
    }

    @Override
    public void visitFormalTypeParameter(String parameter) {
      bounds = new ArrayList<>();
      parameters.put(parameter, bounds);
    }

    @Override
    public SignatureVisitor visitClassBound() {
      return new GenericType.Reader(bounds);
    }

    @Override
    public SignatureVisitor visitInterfaceBound() {
      return new GenericType.Reader(bounds);
    }

    @Override
    public SignatureVisitor visitSuperclass() {
      return new GenericType.Reader(supertypes);
    }

    @Override
    public SignatureVisitor visitInterface() {
      return new GenericType.Reader(supertypes);
    }
  }
}
