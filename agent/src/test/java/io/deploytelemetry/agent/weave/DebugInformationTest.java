package io.deploytelemetry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.acme.deploy.Deployer;
import io.deploytelemetry.agent.bridge.BridgeSlots;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.LabelNames;
import io.deploytelemetry.agent.model.NoTargets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import org.junit.jupiter.api.Test;

/** What debuggers and stack traces show of a woven class is what its source says. */
class DebugInformationTest {

  @Test
  void linesAndLocalVariablesAreThoseOfTheSource() {
    byte[] original = WovenClasses.bytes(Deployer.class);
    byte[] woven = weave(original);

    assertThat(woven).isNotNull().isNotEqualTo(original);
    assertThat(debugInformation(woven)).isEqualTo(debugInformation(original));
  }

  @Test
  void stackTraceOfWhatAMethodThrowsIsTheSame() throws Exception {
    assertThat(trace(new Twin(weave(WovenClasses.bytes(Deployer.class)))))
        .isEqualTo(trace(new Twin(WovenClasses.bytes(Deployer.class))))
        .anyMatch(frame -> frame.startsWith("com.acme.deploy.Deployer.reconcile(Deployer.java:"));
  }

  private static byte[] weave(byte[] original) {
    Weaver weaver =
        new Weaver(
            Settings.read(""),
            new BridgeSlots(spec -> 1_000_000), // an empty slot
            new Inventory(),
            new LabelNames(List.of()),
            new NoTargets(),
            ClassLoader.getPlatformClassLoader(),
            name -> {});
    ClassLoader another = new ClassLoader(Deployer.class.getClassLoader()) {};
    return weaver.transform(another, "com/acme/deploy/Deployer", null, null, original);
  }

  /** The frames from the class down, of a call that fails in its body. */
  private static List<String> trace(Twin loader) throws Exception {
    Class<?> type = loader.loadClass(Deployer.class.getName());
    Object deployer = type.getConstructor(String.class).newInstance("eu");
    Throwable thrown =
        catchThrowable(
            () ->
                type.getMethod("reconcile", String.class, List.class, Deployer.Result.class)
                    .invoke(deployer, "shop", List.of(), null));
    return Arrays.stream(thrown.getCause().getStackTrace())
        .map(
            frame ->
                frame.getClassName()
                    + "."
                    + frame.getMethodName()
                    + "("
                    + frame.getFileName()
                    + ":"
                    + frame.getLineNumber())
        .filter(frame -> frame.startsWith("com.acme"))
        .toList();
  }

  private static Map<String, List<String>> debugInformation(byte[] bytes) {
    Map<String, List<String>> byMethod = new TreeMap<>();
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(ClassWeaver.API) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                List<String> seen = new ArrayList<>();
                byMethod.put(name + descriptor, seen);
                return new MethodVisitor(ClassWeaver.API) {
                  @Override
                  public void visitParameter(String parameter, int flags) {
                    seen.add("parameter " + parameter);
                  }

                  @Override
                  public void visitLineNumber(int line, Label start) {
                    seen.add("line " + line);
                  }

                  @Override
                  public void visitLocalVariable(
                      String variable,
                      String type,
                      String generic,
                      Label start,
                      Label end,
                      int index) {
                    seen.add(variable + " " + type + " " + generic + " at " + index);
                  }
                };
              }
            },
            0);
    return byMethod;
  }

  /** Defines one class anew, and leaves all others to the tests' loader. */
  private static final class Twin extends ClassLoader {

    private final byte[] bytes;

    Twin(byte[] bytes) {
      super(Deployer.class.getClassLoader());
      this.bytes = bytes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      return name.equals(Deployer.class.getName()) && findLoadedClass(name) == null
          ? defineClass(name, bytes, 0, bytes.length)
          : super.loadClass(name, resolve);
    }
  }
}
