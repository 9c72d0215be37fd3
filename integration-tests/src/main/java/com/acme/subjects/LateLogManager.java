package com.acme.subjects;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Paths;
import java.util.logging.LogManager;

/**
 * An application whose log manager, named on the command line, can be found only after the main
 * method has set the context class loader, as with JBoss Modules. The argument is its path.
 */
public final class LateLogManager {

  private LateLogManager() {}

  public static void main(String[] args) throws Exception {
    URL path = Paths.get(args[0]).toUri().toURL();
    Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[] {path}));
    OneDeployment.deploy();
    Stage.say("log manager " + LogManager.getLogManager().getClass().getSimpleName());
    Stage.pause();
  }
}
