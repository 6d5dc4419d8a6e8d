package io.oncegate.run;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A process that was started here, with whatever it starts itself. Its standard input stays open as long as this
 * process lives, so that it can notice the end of it, however that comes.
 */
public final class ChildProcess implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Duration OWN_CLEANING = Duration.ofSeconds(5);
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(200);
    private static final int LAST_LINES = 25;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final String name;
    private final Process process;
    private final Path log;
    /** Remembered while they can be found: of a process that was killed, nobody is a descendant any more. */
    private final Set<ProcessHandle> descendants = ConcurrentHashMap.newKeySet();

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a process.
     *
     * @param name what to call it
     * @param directory where it runs
     * @param log takes what it says
     * @param environment added to this process's own
     * @param command the program and its arguments
     */
    public static ChildProcess start(
            String name, Path directory, Path log, Map<String, String> environment, List<String> command)
            throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new ChildProcess(name, builder.start(), log);
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The file with what it says. */
    public Path log() {
        return log;
    }

    /** Itself and whatever it started, as far as seen. */
    public List<ProcessHandle> family() {
        process.descendants().forEach(descendants::add);
        List<ProcessHandle> family = new ArrayList<>(descendants);
        family.add(process.toHandle());
        return family;
    }

    /** Completes with its exit code. */
    public CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** The end of what it said. */
    public String lastWords() {
        try {
            // whatever a killed process left of a character must not hide the rest
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join(
                    System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(its log " + log + " cannot be read: " + e + ")";
        }
    }

    /**
     * Waits until it answers with 200.
     *
     * @throws ChildFailedException if it ends before, or takes longer
     */
    public void awaitHealth(URI health, Duration longest) throws InterruptedException, ChildFailedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!isHealthy(health)) {
            if (process.waitFor(BETWEEN_CHECKS.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ChildFailedException(this, "ended with exit code " + process.exitValue());
            }
            if (System.nanoTime() > deadline) {
                throw new ChildFailedException(this, "is not ready after " + longest.toSeconds() + " s");
            }
        }
        family();
    }

    /** Ends it at once, and what it started with it. */
    public void kill() {
        List<ProcessHandle> family = family();
        family.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(family, GRACE);
    }

    /** Asks it to end, and kills what is left of it after {@link #GRACE}. */
    @Override
    public void close() {
        List<ProcessHandle> family = family();
        // not Process.destroy, which closes its standard input too and so would look like this process's end
        process.toHandle().destroy();
        awaitEnd(List.of(process.toHandle()), GRACE);
        if (process.isAlive()) {
            family = family();
            process.destroyForcibly();
        }
        awaitEnd(family, OWN_CLEANING);
        family.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(family, OWN_CLEANING);
    }

    private boolean isHealthy(URI health) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(health)
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static void awaitEnd(List<ProcessHandle> processes, Duration longest) {
        CompletableFuture.allOf(processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, longest.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
