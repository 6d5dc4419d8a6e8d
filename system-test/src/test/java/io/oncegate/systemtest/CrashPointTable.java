package io.oncegate.systemtest;

import io.oncegate.run.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The page {@code docs/crash-points.md}. */
final class CrashPointTable {

    private static final Path COMMITTED =
            Installation.find().root().resolve("docs").resolve("crash-points.md");

    private static final String INTRODUCTION = """
            # Crash points

            A first request can be interrupted at eight steps. At each of them, something fails in turn, and the client then sends the same request
            again with the same key. This page is what came of it: the test `CrashPointsTest` runs both applications, Redis and PostgreSQL as real
            processes, holds a request exactly at the step, kills with `kill -9`, and compares what happened with this page. To run it, and with the last
            argument to write this page anew:

            ```
            %s
            ```

            ## The steps

            | step | |
            |---|---|
            %s

            ## What fails

            | | |
            |---|---|
            | gateway killed | for good; the client retries through another gateway. What the killed one had on its way is lost |
            | service killed | and replaced later. What it had on its way is lost |
            | Redis killed | and started again later with its append-only file (written at every command here, so that every run is alike) |
            | Redis frozen | it hears, and does not answer until later; what it was told takes effect then |
            | client cut | its connection is reset; the client retries on another |

            "Later" is when the first client knows how it went and has retried once. A retry is repeated while the answer says that it may be
            (`"retryable":true`), or while there is none; the tables show the last answer. `201` to a retry is a first execution, or one that left the
            first row; `201 replayed` is the kept answer from Redis; `200 the original order` comes from the service, whose database had the order.
            `executions` counts how often the request reached the service, the retries included.
            """;

    private static final String ORDERS = """
            ## A service that enforces the key itself

            `/api/orders`, marked `upstream-deduplicates: true`. There is never more than one order, and every retry ends with that order, whatever failed.
            A request may reach the service again, and then finds its order there.
            """;

    private static final String FEEDBACK = """
            ## A service that knows nothing of keys

            `/api/feedback`, at most once. A request never reaches the service twice. Where nobody can know whether it took effect, the retry is told so
            (`outcome-unknown`), and a person or a look at the service has to decide.
            """;

    private static final String COMMAND = "mvn verify -pl system-test -am -Dtest=CrashPointsTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip -Doncegate.write-docs=true";

    private CrashPointTable() {}

    /** The page with these outcomes. */
    static String page(List<Outcome> outcomes) {
        String steps = Stream.of(Step.values())
                .map(step -> row(step.title(), step.explanation()))
                .collect(Collectors.joining("\n"));
        return INTRODUCTION.formatted(COMMAND, steps)
                + "\n" + ORDERS + "\n" + table(outcomes, Route.ORDERS, "orders")
                + "\n" + FEEDBACK + "\n" + table(outcomes, Route.FEEDBACK, "rows");
    }

    private static String table(List<Outcome> outcomes, Route route, String rows) {
        String head = row("step", "what fails", "the client saw", "executions", rows, "the retry got");
        return Stream.concat(
                        Stream.of(head, "|---|---|---|---|---|---|"),
                        outcomes.stream()
                                .filter(outcome -> outcome.request().route() == route)
                                .map(CrashPointTable::row))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String row(Outcome outcome) {
        return row(
                outcome.point().step().title(),
                outcome.point().fault().title(),
                outcome.saw(),
                Integer.toString(outcome.executions()),
                Integer.toString(outcome.rows()),
                outcome.retry());
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    /** Puts a page where the build's results are, and, where that is asked for, in the place of the committed one. */
    static void write(String page) {
        try {
            Files.writeString(Application.logs().resolveSibling("crash-points.md"), page);
            if (Boolean.getBoolean("oncegate.write-docs")) {
                Files.writeString(COMMITTED, page);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a page differs from the committed one, line by line. */
    static List<String> differences(String page) {
        List<String> here = page.lines().toList();
        List<String> there = committed().lines().toList();
        return IntStream.range(0, Math.max(here.size(), there.size()))
                .filter(i -> !line(here, i).equals(line(there, i)))
                .mapToObj(i -> "line " + (i + 1) + ": this run " + line(here, i) + ", committed " + line(there, i))
                .toList();
    }

    private static String line(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index) : "nothing";
    }

    private static String committed() {
        try {
            return Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
