package io.oncegate.systemtest;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Medians over the rounds of what requests cost, in Markdown. */
final class CostTable {

    private static final String HEAD = """
            | requests | a second | of bare | gateway, µs of CPU | of bare | Redis, µs | service, µs | allocated, KB | commands | to the service | p50, ms | p99, ms |
            |---|---|---|---|---|---|---|---|---|---|---|---|
            """;

    private final List<Slice> slices;

    CostTable(List<Slice> slices) {
        this.slices = slices;
    }

    /** The loads, in the order of their turns. */
    List<Load> loads() {
        return slices.stream().map(Slice::load).distinct().toList();
    }

    /** The median over the rounds. */
    double median(Load load, ToDoubleFunction<Slice> figure) {
        return median(of(load).stream().mapToDouble(figure).toArray());
    }

    /** The median of what a round's figure is to that of the bare route in the same round. */
    double toBare(Load load, ToDoubleFunction<Slice> figure) {
        List<Slice> own = of(load);
        List<Slice> bare = of(bare(load));
        return median(IntStream.range(0, own.size())
                .mapToDouble(i -> figure.applyAsDouble(own.get(i)) / figure.applyAsDouble(bare.get(i)))
                .toArray());
    }

    /** What was not answered as it should be. */
    List<String> wrong() {
        return slices.stream()
                .filter(slice -> slice.result().wrong() > 0)
                .map(slice -> slice.load().name() + ": " + slice.result().wrong() + " of "
                        + slice.result().requests())
                .toList();
    }

    /** The first-request path held against a gateway of somebody who tuned nothing, and what an entry takes. */
    String sentence() {
        return line(
                        "first request, 1 KB",
                        "bare, default Spring Cloud Gateway, 1 KB",
                        "A first request here is taken %.2f times as often as a request on the bare route of a default Spring Cloud Gateway"
                                + " application, and takes %.2f times its CPU.\n")
                + loads().stream()
                        .filter(load -> load.name().matches("first request, \\d+ KB"))
                        .map(load -> String.format(
                                Locale.ROOT,
                                "%s: an entry takes %,.0f bytes in Redis.%n",
                                load.name(),
                                median(load, Slice::memory)))
                        .collect(Collectors.joining());
    }

    private String line(String name, String other, String format) {
        return named(name)
                .flatMap(load -> named(other)
                        .map(it -> String.format(
                                Locale.ROOT,
                                format,
                                median(load, Slice::perSecond) / median(it, Slice::perSecond),
                                median(load, Slice::gatewayMicros) / median(it, Slice::gatewayMicros))))
                .orElse("");
    }

    private Optional<Load> named(String name) {
        return loads().stream().filter(load -> load.name().equals(name)).findFirst();
    }

    private List<Slice> of(Load load) {
        return slices.stream().filter(slice -> slice.load().equals(load)).toList();
    }

    /** What it is held against: the last bare one before it. */
    private Load bare(Load load) {
        List<Load> all = loads();
        return Stream.iterate(all.indexOf(load), i -> i >= 0, i -> i - 1)
                .map(all::get)
                .filter(it -> it.name().startsWith("bare"))
                .findFirst()
                .orElse(load);
    }

    static double median(double... values) {
        double[] sorted = IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .sorted()
                .toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    @Override
    public String toString() {
        return HEAD + loads().stream().map(this::row).collect(Collectors.joining());
    }

    private String row(Load load) {
        return "| "
                + String.join(
                        " | ",
                        load.name(),
                        number("%,.0f", median(load, Slice::perSecond)),
                        number("%.2f", toBare(load, Slice::perSecond)),
                        number("%.0f", median(load, Slice::gatewayMicros)),
                        number("%.2f", toBare(load, Slice::gatewayMicros)),
                        number("%.0f", median(load, Slice::redisMicros)),
                        number("%.0f", median(load, Slice::upstreamMicros)),
                        number("%.1f", median(load, slice -> slice.allocated() / 1024)),
                        number("%.2f", median(load, Slice::commands)),
                        number("%.2f", median(load, Slice::passed)),
                        number("%.2f", median(load, slice -> slice.result().p50() / 1e3)),
                        number("%.2f", median(load, slice -> slice.result().p99() / 1e3)))
                + " |\n";
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
