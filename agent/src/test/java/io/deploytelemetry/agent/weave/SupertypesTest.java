package io.deploytelemetry.agent.weave;

import static io.deploytelemetry.agent.model.OperationKind.DEPLOYMENT;
import static io.deploytelemetry.agent.model.OperationKind.ROLLBACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.Rollback;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SupertypesTest {

  private static final String DEPLOY = "deploy(Ljava/lang/String;)V";

  private final Supertypes supertypes = new Supertypes(new AnnotationKinds(Map.of()));

  @Test
  void methodInheritsWhatItsInterfaceDeclares() throws Exception {
    assertThat(inheritedBy(Implementation.class))
        .hasEntrySatisfying(
            DEPLOY,
            deploy ->
                assertThat(deploy.values(DEPLOYMENT))
                    .containsOnly(
                        Map.entry("application", "shop"), Map.entry("strategy", "rolling")));
  }

  @Test
  void methodInheritsWhatItsSuperclassAndItsInterfacesDeclare() throws Exception {
    assertThat(inheritedBy(Heir.class).get(DEPLOY))
        .satisfies(deploy -> assertThat(deploy.kinds()).contains(DEPLOYMENT, ROLLBACK));
  }

  @Test
  void nearerOfTwoTypesThatDeclareTheSameWins() throws Exception {
    assertThat(inheritedBy(Heir.class).get(DEPLOY).values(DEPLOYMENT))
        .containsEntry("strategy", "canary")
        .containsEntry("application", "shop");
  }

  @Test
  void methodOfAGenericTypeIsInheritedUnderItsErasedDescriptor() throws Exception {
    assertThat(inheritedBy(OfGeneric.class)).containsOnlyKeys("deploy(Ljava/lang/Object;)V");
  }

  @Test
  void privateAndStaticMethodsAreNotInherited() throws Exception {
    assertThat(inheritedBy(Closed.Below.class)).isEmpty();
  }

  @Test
  void methodWithoutAModifierIsInheritedWithinItsPackageOnly() throws Exception {
    DeclaredClass.Method near = new DeclaredClass.Method(0, "near", "()V", null, false);
    Map<String, Declaration> inherited = inheritedBy(OfPackage.Below.class);

    assertThat(inherited).containsOnlyKeys(Supertypes.keyWithin(getClass().getName(), near));
    assertThat(inherited)
        .doesNotContainKeys("near()V", Supertypes.keyWithin("com.acme.Near", near));
  }

  @Test
  void typeWithoutAnnotationsAboveItInheritsNothing() throws Exception {
    assertThat(inheritedBy(SupertypesTest.class)).isEmpty();
    assertThat(inheritedBy(ArrayList.class)).isEmpty();
  }

  @Test
  void typeOfAParentLoaderIsFoundThroughTheChild() throws Exception {
    ClassLoader child = new ClassLoader(getClass().getClassLoader()) {};

    assertThat(supertypes.inheritedBy(outline(Implementation.class), child, null))
        .containsKey(DEPLOY);
  }

  @Test
  void typeBesideTheClassIsFoundInItsJarWithoutItsLoader() throws Exception {
    assertThat(
            supertypes.inheritedBy(
                outline(Implementation.class),
                new LoaderOfNothing(),
                Implementation.class.getProtectionDomain()))
        .containsKey(DEPLOY);
  }

  @Test
  void typeThatCannotBeFoundDeclaresNothing() throws Exception {
    assertThat(supertypes.inheritedBy(outline(Implementation.class), new LoaderOfNothing(), null))
        .isEmpty();
  }

  @Test
  void classFileIsReadOncePerNameAndLoader() throws Exception {
    CountingLoader loader = new CountingLoader();

    supertypes.inheritedBy(outline(Implementation.class), loader, null);
    supertypes.inheritedBy(outline(Implementation.class), loader, null);
    supertypes.inheritedBy(outline(Heir.class), loader, null);

    assertThat(loader.asked)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Deployer.class, Parent.class)
                .map(type -> type.getName().replace('.', '/') + ".class")
                .toList());

    supertypes.forget();
    supertypes.inheritedBy(outline(Implementation.class), loader, null);

    assertThat(loader.asked).hasSize(3);
  }

  private Map<String, Declaration> inheritedBy(Class<?> type) throws Exception {
    return supertypes.inheritedBy(outline(type), getClass().getClassLoader(), null);
  }

  private static ClassOutline outline(Class<?> type) {
    return ClassOutline.read(WovenClasses.bytes(type));
  }

  @Deployment(application = "shop", strategy = "blue-green")
  private interface Deployer {
    @Deployment(strategy = "rolling")
    void deploy(String version);
  }

  private static class Implementation implements Deployer {
    @Override
    public void deploy(String version) {}
  }

  private static class Parent implements Deployer {
    @Override
    @Rollback
    @Deployment(strategy = "canary")
    public void deploy(String version) {}
  }

  private static class Heir extends Parent {
    @Override
    public void deploy(String version) {}
  }

  private interface Generic<T> {
    @Deployment
    void deploy(T release);
  }

  private static class OfGeneric implements Generic<String> {
    @Override
    public void deploy(String release) {}
  }

  private static class Closed {
    @Deployment
    private void hidden() {}

    @Deployment
    static void open() {}

    private static class Below extends Closed {
      void hidden() {
        open();
      }
    }
  }

  private static class OfPackage {
    @Deployment
    void near() {}

    private static class Below extends OfPackage {
      @Override
      void near() {}
    }
  }

  private static final class LoaderOfNothing extends ClassLoader {
    LoaderOfNothing() {
      super(null);
    }
  }

  private static final class CountingLoader extends ClassLoader {
    private final List<String> asked = new ArrayList<>();

    @Override
    public InputStream getResourceAsStream(String name) {
      asked.add(name);
      return super.getResourceAsStream(name);
    }
  }
}
