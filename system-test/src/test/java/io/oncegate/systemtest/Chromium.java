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
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real Chromium without a window, for the tests of a class: {@code @RegisterExtension static final Chromium}. It is
 * started once for all classes; whoever uses it in a test is gone after that test, with everything stored for them.
 *
 * <p>The one that the machine has is used, none is downloaded: what {@code CHROMIUM} names, or else the first of the
 * usual names on the path. Where there is none the class is skipped; in CI it fails.
 */
final class Chromium implements ExecutionCondition, BeforeAllCallback, AfterEachCallback {

    private static final double PATIENCE_MILLIS = 30_000;
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");
    private static final List<Path> ELSEWHERE = List.of(
            Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"),
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));

    private static @Nullable Browser browser;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return find().isPresent() || "true".equals(System.getenv("CI"))
                ? ConditionEvaluationResult.enabled("there is a Chromium, or has to be")
                : ConditionEvaluationResult.disabled("no Chromium on this machine");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (browser == null) {
            browser = launch();
        }
    }

    @SuppressWarnings("resource") // goes with this Java machine
    private static Browser launch() {
        Path executable = find().orElseThrow(() -> new AssertionError("no Chromium on this machine"));
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        // its browser goes with it
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(arguments()));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List.copyOf(running().contexts()).forEach(BrowserContext::close);
    }

    /** Somebody with a browser of their own: nothing stored yet, and whatever is stored is shared by its pages. */
    BrowserContext person() {
        return person(new Browser.NewContextOptions());
    }

    BrowserContext person(Browser.NewContextOptions options) {
        BrowserContext context = running().newContext(options);
        context.setDefaultTimeout(PATIENCE_MILLIS);
        return context;
    }

    /** A page of somebody new. */
    Page page() {
        return person().newPage();
    }

    private static Browser running() {
        return Objects.requireNonNull(browser, "the class has begun");
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
