package io.oncegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What is pure and runs for every request, measured by JMH in Java machines of its own. No test of {@code mvn verify}, which
 * does not find this name; it runs when it is named:
 *
 * <pre>mvn test -pl gateway -Dtest=HotPartsRun -Djacoco.skip</pre>
 */
class HotPartsRun {

    private static final Path PAGE = Path.of("..", "docs", "performance.md");
    private static final String FROM = "<!-- hot parts -->\n";
    private static final String TO = "<!-- end of hot parts -->\n";

    @Test
    void eachIsMeasured() throws RunnerException, IOException {
        Options options = new OptionsBuilder()
                .include("io\\.oncegate\\..*HotParts\\..*")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(2)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                // not those of the tests, which look for leaks
                .jvmArgs()
                .build();
        Collection<RunResult> results = new Runner(options).run();

        String table = table(results);
        System.out.println(table);
        if (Boolean.getBoolean("oncegate.write-docs")) {
            write(table);
        }
        assertThat(results).isNotEmpty();
    }

    private static String table(Collection<RunResult> results) {
        return "| | ns | ± | bytes allocated |\n|---|---|---|---|\n"
                + results.stream().map(HotPartsRun::row).collect(Collectors.joining());
    }

    private static String row(RunResult result) {
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f | %,.0f |%n",
                result.getPrimaryResult().getLabel(),
                result.getPrimaryResult().getScore(),
                result.getPrimaryResult().getScoreError(),
                Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"))
                        .getScore());
    }

    private static void write(String table) throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(FROM) + FROM.length();
        Files.writeString(
                PAGE, page.substring(0, begin) + "\n" + table + "\n" + page.substring(page.indexOf(TO, begin)));
    }
}
