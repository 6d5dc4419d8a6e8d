package io.oncegate.systemtest;

import com.sun.management.OperatingSystemMXBean;
import io.oncegate.run.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The documentation's page of what runs came to. It is written anew after each part, from the parts that there are, so that
 * a run that was cut short leaves what it had.
 *
 * @param command repeats it
 */
record HistoryPage(String command) {

    private static final Path PAGE = Installation.find().root().resolve("docs").resolve("history-check.md");
    private static final Path PARTS = Installation.find().log("history-page");
    private static final String ROW = "row-";
    private static final String RUN = "run-";
    private static final String FAILOVER = "failover-";
    private static final String VARIANT = "variant-";
    private static final String COMMAND = """
            mvn verify -pl system-test -am -Dtest=HistoryCheckTest,BrokenVariantsTest,FailoverTest -Dsurefire.failIfNoSpecifiedTests=false \\
              -Djacoco.skip -Doncegate.keys=%d -Doncegate.faults=%d -Doncegate.seed=%d -Doncegate.gateways=%d -Doncegate.write-docs=true""";

    private static final String INTRODUCTION = """
            # A history under fire

            Clients order and give feedback through several gateways while gateways, the order service and Redis are killed, frozen, cut off from each other, made
            to forget and replaced, and the clocks of gateways are set to another day. Each client goes on until it is answered, through any gateway, now and then
            twice at once, now and then leaving before the answer comes. Everything that was sent and seen is written down; `HistoryChecker` then holds it against
            the database: per key at most one order; every success names that order; all successes have one body; replays are the same bytes while Redis remembers;
            no `key-reused` without another body; no final failure for an order that is there; where every answer said "not executed", nothing was; everybody is
            answered in the end. Where Redis forgot something of a key while its client was still asking (a flush, or the last that a replaced primary took), a
            replay may be the order service's own answer instead, and a service that knows nothing of keys may have been asked twice; nothing else may differ, and
            never an order.

            The routes are those of `config/gateway.yml` and one more for guests, who give no credentials: their replays go ahead of the server, and what they are
            answered is so long that Redis has it compressed. It leads to the service that knows nothing of keys.

            The seed decides what fails and when; how it falls together with the requests differs from run to run.
            %s; to repeat it:

            ```
            %s
            ```

            | Redis | | keys | requests | faults | kinds | cut off by | load of the machine at the end |
            |---|---|---|---|---|---|---|---|
            %s
            %s## A primary killed under load

            `FailoverTest`: no order is duplicated, and no gateway restarted.

            | Redis | another was primary after | the last refusal came later by |
            |---|---|---|
            %s
            ## Broken on purpose

            `BrokenVariantsTest` takes something out of the product and shows that the checker finds what comes of it. One request a line: from when to when after
            the first, through which of the fleet's gateways, and what its client got, cut short.

            %s""";

    /** The page, where it is to be written. */
    static Optional<HistoryPage> ofRun(int keys, int faults, long seed, int gateways) {
        return Boolean.getBoolean("oncegate.write-docs")
                ? Optional.of(new HistoryPage(COMMAND.formatted(keys, faults, seed, gateways)))
                : Optional.empty();
    }

    /** Adds what a run came to. */
    void add(Topology topology, HistoryReport report, Ground ground) {
        put(
                ROW + topology,
                "| " + topology + " | **" + report.verdict() + "** | " + report.counts() + " | " + ground.kind() + " | "
                        + load() + " |\n");
        put(RUN + topology, "## " + topology + "\n\n" + report.text().stripTrailing() + "\n\n");
        put("command", command);
        write();
    }

    /** Adds how it went on after a failover. */
    static void addFailover(Topology topology, String cells) {
        put(FAILOVER + topology, "| " + topology + " | " + cells + " |\n");
        write();
    }

    /** Adds what shows that something is broken. */
    static void addVariant(String title, String shown) {
        put(VARIANT + title, title + ":\n\n```\n" + shown + "\n```\n\n");
        write();
    }

    private static void write() {
        String text = INTRODUCTION.formatted(
                machine(), parts("command"), each(ROW), each(RUN), each(FAILOVER), parts(VARIANT));
        try {
            Files.writeString(PAGE, text.stripTrailing() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String machine() {
        long memory = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        return "Seen on " + Runtime.getRuntime().availableProcessors() + " cores with " + Math.round(memory / 1e9)
                + " GB and JDK " + Runtime.version().feature() + ", everything on this one machine";
    }

    /** All that wants its cores, whoever started it: recovery takes longer where it is high. */
    private static long load() {
        return Math.round(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static void put(String name, String text) {
        try {
            Files.createDirectories(PARTS);
            Files.writeString(PARTS.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String each(String start) {
        return Arrays.stream(Topology.values())
                .map(topology -> parts(start + topology))
                .collect(Collectors.joining());
    }

    /** All whose name begins like this, in their order. */
    private static String parts(String start) {
        String[] names = Optional.ofNullable(PARTS.toFile().list()).orElse(new String[0]);
        return Arrays.stream(names)
                .filter(name -> name.startsWith(start))
                .sorted()
                .map(HistoryPage::part)
                .collect(Collectors.joining());
    }

    private static String part(String name) {
        try {
            return Files.readString(PARTS.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
