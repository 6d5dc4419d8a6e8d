package io.oncegate.systemtest;

import io.oncegate.run.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator {@code wrk}: every connection sends its next request as soon as the last one is answered. */
final class Wrk {

    private static final String SCRIPT = Installation.find()
            .root()
            .resolve("system-test/src/test/resources/performance/load.lua")
            .toString();
    private static final Pattern RESULT = Pattern.compile("RESULT (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)");

    private Wrk() {}

    /**
     * What came of it.
     *
     * @param requests that were answered
     * @param wrong answers among them, and requests without one
     * @param seconds that it took
     * @param p50 microseconds that half of the requests took at most
     * @param p99 microseconds that 99 of a hundred took at most
     */
    record Result(long requests, long wrong, double seconds, long p50, long p99) {

        double perSecond() {
            return requests / seconds;
        }
    }

    /** Whether this machine has it. */
    static boolean isThere() {
        try {
            return new ProcessBuilder("wrk", "-v")
                            .redirectErrorStream(true)
                            .start()
                            .pid()
                    > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Sends a load.
     *
     * @param start what its keys begin with
     */
    static Result run(Load load, String start, int seconds) {
        String said = said(List.of(
                "wrk",
                "-t1",
                "-c" + load.connections(),
                "-d" + seconds + "s",
                "--timeout=30s",
                "-s",
                SCRIPT,
                load.uri().toString(),
                "--",
                load.head(),
                load.tail(),
                start,
                load.course().word(),
                Integer.toString(load.course().number())));
        Matcher result = RESULT.matcher(said);
        if (!result.find()) {
            throw new IllegalStateException("wrk said " + said);
        }
        long requests = number(result, 1);
        long refused = number(result, 3);
        // it counts every status from 400 on; where one is right, all are to have it
        long wrong = number(result, 4) + (load.status() < 400 ? refused : requests - refused);
        return new Result(requests, wrong, number(result, 2) / 1e6, number(result, 5), number(result, 6));
    }

    private static String said(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long number(Matcher result, int group) {
        return Long.parseLong(result.group(group));
    }
}
