package io.deploytelemetry.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real Chromium without a screen, with an empty profile. */
public final class Browser implements AutoCloseable {

  private static final String FROM = "Debian's packages chromium and chromium-driver";
  private static final Pattern REQUEST =
      Pattern.compile(
          "\"method\":\"Network\\.requestWillBeSent\".*?\"request\":\\{.*?\"url\":\"(.*?)\"");

  /** Selenium warns that it does not know the newest Chromium; held so that the level stays. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  static {
    SELENIUM.setLevel(Level.SEVERE);
  }

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Opens a page. */
  public static Browser open(String url, int width, int height, boolean isDark, Path profile) {
    Path driverFile = Programs.onPath("chromedriver", FROM);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(Programs.onPath("chromium", FROM).toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--force-color-profile=srgb",
        "--user-data-dir=" + profile);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(driverFile.toFile()).build();
    Browser browser = new Browser(new ChromeDriver(service, options));
    try {
      browser.driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(30));
      browser.driver.executeCdpCommand(
          "Emulation.setDeviceMetricsOverride",
          Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
      browser.driver.executeCdpCommand(
          "Emulation.setEmulatedMedia",
          Map.of(
              "features",
              List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
      browser.driver.get(url);
      return browser;
    } catch (RuntimeException failure) {
      browser.close();
      throw failure;
    }
  }

  /** The text of an element, as it is copied from the page; empty while there is none. */
  public String text(String css) {
    return String.valueOf(
            script("return document.querySelector(arguments[0])?.innerText ?? ''", css))
        .replace('\u00a0', ' ');
  }

  /** The value of an attribute; empty while there is none. */
  public String attribute(String css, String name) {
    return String.valueOf(
        script(
            "return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? ''",
            css,
            name));
  }

  /** How many elements there are. */
  public long count(String css) {
    return (Long) script("return document.querySelectorAll(arguments[0]).length", css);
  }

  /** Chooses an option of a list by its text. */
  public void choose(String css, String option) {
    driver.findElement(By.cssSelector(css)).sendKeys(option);
  }

  /** Clicks. */
  public void click(String css) {
    driver.findElement(By.cssSelector(css)).click();
  }

  /** Presses the tabulator key; returns where the focus is then, and whether that can be seen. */
  public String tab() {
    WebElement focused = driver.switchTo().activeElement();
    focused.sendKeys(Keys.TAB);
    return String.valueOf(
        script(
            "const e = document.activeElement; if (e === document.body) { return 'body'; }"
                + "const s = getComputedStyle(e);"
                + "return e.tagName + '#' + e.id + ' ' + e.textContent.trim().slice(0, 30)"
                + " + (s.outlineStyle === 'none' ? ' (unseen)' : '')"));
  }

  /** Runs a script. */
  public Object script(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** The rules of axe-core that the page breaks, with the elements that do. */
  public List<?> axeViolations() {
    try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
      driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (List<?>)
        driver.executeAsyncScript(
            "const done = arguments[arguments.length - 1];axe.run().then(r =>"
                + " done(r.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.map(n =>"
                + " n.html.slice(0, 200) + ' ' + (n.any[0] || {}).message).join(' | '))), e =>"
                + " done(['axe failed: ' + e]));");
  }

  /** What the browser has written to its console since it was last asked. */
  public List<String> console() {
    List<String> lines = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      lines.add(entry.getLevel() + " " + entry.getMessage());
    }
    return lines;
  }

  /** The addresses that the browser has asked, but for its own pages, which are within it. */
  public List<String> requests() {
    List<String> urls = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      Matcher request = REQUEST.matcher(entry.getMessage());
      if (request.find() && !request.group(1).startsWith("chrome://")) {
        urls.add(request.group(1));
      }
    }
    return urls;
  }

  /** Keeps a picture of the whole page. */
  public void picture(Path file) {
    Map<String, Object> shot =
        driver.executeCdpCommand(
            "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    try {
      Files.write(file, Base64.getDecoder().decode(String.valueOf(shot.get("data"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
