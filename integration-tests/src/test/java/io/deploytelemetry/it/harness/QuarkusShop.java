package io.deploytelemetry.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@link Shop} as an application of Quarkus, which its Maven plugin builds. The annotations are
 * not in it, as if their dependency had the scope {@code provided}.
 */
public final class QuarkusShop {

  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>com.acme</groupId>
        <artifactId>shop</artifactId>
        <version>1.0</version>
        <properties>
          <maven.compiler.source>17</maven.compiler.source>
          <maven.compiler.target>17</maven.compiler.target>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
        <dependencyManagement>
          <dependencies>
            <dependency>
              <groupId>io.quarkus</groupId>
              <artifactId>quarkus-bom</artifactId>
              <version>VERSION</version>
              <type>pom</type>
              <scope>import</scope>
            </dependency>
          </dependencies>
        </dependencyManagement>
        <dependencies>
          <dependency>
            <groupId>io.quarkus</groupId>
            <artifactId>quarkus-rest</artifactId>
          </dependency>
        </dependencies>
        <build>
          <plugins>
            <plugin>
              <groupId>io.quarkus</groupId>
              <artifactId>quarkus-maven-plugin</artifactId>
              <version>VERSION</version>
              <executions><execution><goals><goal>build</goal></goals></execution></executions>
            </plugin>
          </plugins>
        </build>
      </project>
      """;

  private static final String RESOURCE =
      """
      package com.acme.shop;

      import jakarta.ws.rs.GET;
      import jakarta.ws.rs.Path;
      import jakarta.ws.rs.QueryParam;

      @Path("/deploy")
      public class Page {
        private final Deployer deployer = new Deployer();

        @GET
        public String deploy(@QueryParam("version") String version) {
          return Boolean.toString(deployer.deploy(version));
        }
      }
      """;

  private QuarkusShop() {}

  /** Builds it in a folder; returns the folder with {@code quarkus-run.jar}. */
  public static Path build(Path folder) throws IOException, InterruptedException {
    Path deployer =
        new Sources().file("com/acme/shop/Deployer.java", Shop.DEPLOYER).compileTo(folder);
    Path resources = Files.createDirectories(folder.resolve("src/main"));
    Folders.copy(deployer, resources.resolve("resources"));
    Path sources = Files.createDirectories(folder.resolve("src/main/java/com/acme/shop"));
    Files.writeString(sources.resolve("Page.java"), RESOURCE);
    String version = System.getProperty("it.quarkus");
    Files.writeString(folder.resolve("pom.xml"), POM.replace("VERSION", version));
    List<String> command = new ArrayList<>();
    command.add(Programs.onPath("mvn", "Apache Maven").toString());
    command.addAll(List.of("-B", "-ntp", "package"));
    String localRepository = System.getProperty("it.local-repository", "");
    if (!localRepository.isEmpty()) {
      command.add("-Dmaven.repo.local=" + localRepository);
    }
    Programs.outputOf(folder, command.toArray(String[]::new));
    return folder.resolve("target/quarkus-app");
  }
}
