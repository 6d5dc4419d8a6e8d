package io.oncegate.systemtest;

import com.sun.management.OperatingSystemMXBean;
import io.oncegate.run.Installation;
import io.oncegate.systemtest.History.Answer;
import io.oncegate.systemtest.History.Exchange;
import io.oncegate.systemtest.History.Strike;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run came to, as a page.
 *
 * @param text in Markdown
 */
record HistoryReport(String text) {

    private static final Path PAGE = Installation.find().root().resolve("docs").resolve("history-check.md");

    private static final String INTRODUCTION = """
            # A history under fire

            Clients order and give feedback through two gateways while gateways, the order service and Redis are killed, frozen, cut off from each other and made
            to forget. Each goes on until it is answered, through any gateway, now and then twice at once, now and then leaving before the answer comes. Everything
            that was sent and seen is written down; `HistoryChecker` then holds it against the database: per key at most one order; every success names that order;
            all successes have one body; replays are the same bytes while Redis remembers; no `key-reused` without another body; no final failure for an order that
            is there; where every answer said "not executed", nothing was; everybody is answered in the end. `BrokenVariantsTest` shows that it finds what is broken.

            %s

            ```
            %s
            ```

            The seed decides what fails and when; how it falls together with the requests differs from run to run. The clocks of gateways are not stepped: no gateway
            reads a clock for anything that is decided, Redis's is the only one.
            """;

    /** Writes it down as the documentation's page. */
    void write(String command) {
        try {
            Files.writeString(PAGE, INTRODUCTION.formatted(machine(), command) + "\n" + text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String machine() {
        long memory = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        return "Seen on " + Runtime.getRuntime().availableProcessors() + " cores with " + Math.round(memory / 1e9)
                + " GB and JDK " + Runtime.version().feature() + ", everything on this one machine; to repeat it:";
    }

    static HistoryReport of(History history, List<Violation> violations, long seed) {
        List<Exchange> exchanges = history.exchanges();
        long keys = exchanges.stream().map(Exchange::key).distinct().count();
        String verdict = violations.isEmpty()
                ? "Every promise was kept."
                : violations.stream().map(Violation::toString).collect(Collectors.joining("\n\n"));
        return new HistoryReport(String.join(
                "\n",
                "Seed " + seed + ": " + keys + " keys, " + exchanges.size() + " requests, "
                        + history.strikes().size() + " faults.",
                "",
                "**" + verdict + "**",
                "",
                table("what failed", history.strikes().stream().map(Strike::fault)),
                table("what clients saw", exchanges.stream().map(HistoryReport::seen))));
    }

    private static String seen(Exchange exchange) {
        return exchange.route() + " "
                + exchange.reply().map(HistoryReport::seen).orElse("no answer");
    }

    private static String seen(Answer answer) {
        String word = answer.replayed() ? " replayed" : answer.code().isEmpty() ? "" : " " + answer.code();
        return answer.status() + word;
    }

    private static String table(String head, Stream<String> words) {
        Map<String, Long> counts =
                words.collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        return "| " + head + " | times |\n|---|---|\n"
                + counts.entrySet().stream()
                        .map(count ->
                                "| " + count.getKey().toLowerCase(Locale.ROOT) + " | " + count.getValue() + " |\n")
                        .collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return text;
    }
}
