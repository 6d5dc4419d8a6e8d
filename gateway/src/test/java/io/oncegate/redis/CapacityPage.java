package io.oncegate.redis;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/** The page docs/capacity.md: {@code capacity-page.md} with what was measured in the place of names in braces. */
final class CapacityPage {

    private static final double DAY = 86_400;

    private final List<Memory> memory = new ArrayList<>();
    private final Map<String, Double> micros = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * What an entry takes.
     *
     * @param state what became of it
     * @param record the record's length
     * @param usage what {@code MEMORY USAGE} says of the first one
     * @param each what each added to {@code used_memory}
     * @param own how much of that are the key, the headers and the body
     */
    record Memory(String state, int record, long usage, long each, int own) {
        private String row() {
            return "| %s | %,d | %,d | %,d | %,d | %,d |".formatted(state, record, usage, each, own, each - own);
        }
    }

    void memory(Memory row) {
        memory.add(row);
    }

    void cost(String what, double each) {
        micros.put(what, each);
    }

    void besides(String name, LongSummaryStatistics bytes) {
        value(name + "-besides", bytes.getAverage());
        value(name + "-most", (double) bytes.getMax());
    }

    void compressed(List<CompressionCosts.Cost> costs) {
        values.put(
                "compressed",
                costs.stream()
                        .map(it -> String.format(
                                Locale.ROOT,
                                "| %,d | %,d | %,.1f | %,.1f |",
                                it.body(),
                                it.compressed(),
                                it.writing(),
                                it.reading()))
                        .collect(Collectors.joining("\n")));
    }

    void traffic(double in, double out, double appended) {
        value("in", in);
        value("out", out);
        value("aof", appended);
        value("aof-day", appended * DAY * 1000 / 1e9);
    }

    /** Prints it, and puts it in the place of the committed one where that is asked for. */
    void write(Map<String, String> server, Map<String, String> allocator) throws IOException {
        long total = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        values.put(
                "machine",
                "Redis " + server.get("redis_version") + " (" + allocator.get("mem_allocator") + ") on "
                        + Runtime.getRuntime().availableProcessors() + " cores with " + Math.round(total / 1e9)
                        + " GB, JDK " + Runtime.version().feature());
        values.put("memory", memory.stream().map(Memory::row).collect(Collectors.joining("\n")));
        values.put(
                "micros",
                micros.entrySet().stream()
                        .map(it -> String.format(
                                Locale.ROOT, "| %s | %.1f | %,.0f |", it.getKey(), it.getValue(), 1e6 / it.getValue()))
                        .collect(Collectors.joining("\n")));
        example();
        String page = filled(Files.readString(Path.of("src", "test", "resources", "capacity-page.md")));
        System.out.println(page);
        if (Boolean.getBoolean("oncegate.write-docs")) {
            Files.writeString(Path.of("..", "docs", "capacity.md"), page);
        }
    }

    private void example() {
        double first = micros("claim: granted") + micros("settle: kept, 1 KB");
        value("first", 1e6 / first);
        value("replays", 1e6 / micros("claim: replay, 1 KB"));
        value("percent", first * 1000 / 1e4);
        double kept = each("kept, 1 KB");
        value("kept", kept);
        value("small", each("kept, 100 bytes"));
        for (int days : new int[] {1, 2, 8}) {
            value("entries-" + days, days * DAY * 1000 / 1e6);
            value("memory-" + days, days * DAY * 1000 * kept / 1e9);
            value("small-memory-" + days, days * DAY * 1000 * each("kept, 100 bytes") / 1e9);
        }
        value("nodes", Math.ceil(DAY * 1000 * kept / 1e9 / 16));
        value("asked", each("expired"));
        value("asked-memory", (DAY * kept + 7 * DAY * each("expired")) * 1000 / 1e9);
    }

    private double micros(String row) {
        return Objects.requireNonNull(micros.get(row), row);
    }

    private double each(String state) {
        return memory.stream()
                .filter(row -> row.state().equals(state))
                .findFirst()
                .orElseThrow()
                .each();
    }

    private void value(String name, double value) {
        values.put(name, String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.1f" : "%,.0f", value));
    }

    private String filled(String page) {
        return java.util.regex.Pattern.compile("\\{([a-z0-9-]+)}")
                .matcher(page)
                .replaceAll(name ->
                        Matcher.quoteReplacement(Objects.requireNonNull(values.get(name.group(1)), name.group(1))));
    }
}
