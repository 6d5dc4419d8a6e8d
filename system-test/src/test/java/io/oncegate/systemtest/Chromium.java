package io.oncegate.systemtest;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Chromium without a window. It and everything of it belong to the thread that launched it.
 *
 * <p>The one that the machine has is used, none is downloaded: what {@code CHROMIUM} names, or else the first of the
 * usual names on the path. Where there is none the tests that ask for one are skipped, in CI they fail.
 */
final class Chromium implements AutoCloseable {

    private static final double PATIENCE_MILLIS = 30_000;
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");
    private static final List<Path> ELSEWHERE = List.of(
            Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"),
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path executable) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(executable)
                            .setArgs(arguments()));
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    /** Starts one; skips the test, or in CI fails it, where there is none to start. */
    static Chromium launch() {
        return new Chromium(find().orElseGet(Chromium::none));
    }

    /** Somebody with a browser of their own: nothing stored yet, and everything stored is shared by the pages of it. */
    BrowserContext person() {
        return person(new Browser.NewContextOptions());
    }

    BrowserContext person(Browser.NewContextOptions options) {
        BrowserContext context = browser.newContext(options);
        context.setDefaultTimeout(PATIENCE_MILLIS);
        return context;
    }

    /** A page of somebody new. */
    Page page() {
        return person().newPage();
    }

    @Override
    public void close() {
        Closing.all(browser, playwright);
    }

    private static Optional<Path> find() {
        String named = System.getenv("CHROMIUM");
        return named != null && !named.isBlank()
                ? Optional.of(Path.of(named))
                : candidates().filter(Files::isExecutable).findFirst();
    }

    private static Stream<Path> candidates() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        List<Path> directories = Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(path)
                .filter(directory -> !directory.isEmpty())
                .map(Path::of)
                .toList();
        return Stream.concat(
                NAMES.stream().flatMap(name -> directories.stream().map(directory -> directory.resolve(name))),
                ELSEWHERE.stream());
    }

    private static Path none() {
        if ("true".equals(System.getenv("CI"))) {
            return Assertions.fail("no Chromium on this machine");
        }
        return Assumptions.abort("no Chromium on this machine: browser tests skipped");
    }

    private static List<String> arguments() {
        // Chromium has no sandbox for root
        return isRoot() ? List.of("--no-sandbox") : List.of();
    }

    private static boolean isRoot() {
        try {
            return Files.exists(Path.of("/proc/self"))
                    ? Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)
                    : "root".equals(System.getProperty("user.name"));
        } catch (IOException e) {
            return false;
        }
    }
}
