package io.oncegate.systemtest;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What gateways tell Prometheus.
 *
 * @param text in Prometheus's own format
 */
record Scraped(String text) {

    private static final Pattern SELECTOR = Pattern.compile("\\b(oncegate_[a-z_]+)(?:\\{([^}]*)})?");
    private static final Pattern RECORDED = Pattern.compile("\\boncegate:[a-z0-9_:]+");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(=~|=)\"([^\"]*)\"");
    private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");
    private static final Pattern HELP = Pattern.compile("(?m)^# HELP (oncegate_\\S+) ?(.*)$");

    /** Prometheus's own. */
    private static final Set<String> ADDED = Set.of("instance", "job", "le");

    /** What a gateway tells at the moment, by its management port. */
    static Scraped of(URI management) {
        Http.Reply reply = new Http(management).get("ops", "/actuator/prometheus");
        if (reply.status() != 200) {
            throw new IllegalStateException("the metrics were answered with " + reply.status());
        }
        return new Scraped(reply.body());
    }

    /** What an expression asks for that there is none of, series or label. */
    static List<String> missing(String expression, Scraped scraped, Set<String> recorded) {
        Stream<String> rules =
                RECORDED.matcher(expression).results().map(it -> it.group()).filter(name -> !recorded.contains(name));
        Stream<String> series = SELECTOR.matcher(expression)
                .results()
                .filter(it -> !scraped.has(it.group(1), it.group(2) == null ? "" : it.group(2), labels(expression)))
                .map(it -> it.group());
        return Stream.concat(rules, series).toList();
    }

    /** The names of all of our series with what they are, as the gateway says it. */
    Map<String, String> described() {
        Map<String, String> described = new LinkedHashMap<>();
        new TreeSet<>(HELP.matcher(text).results().map(it -> it.group(1)).toList())
                .forEach(name -> described.put(name, ""));
        HELP.matcher(text)
                .results()
                .forEach(it -> described.put(it.group(1), it.group(2).trim()));
        return described;
    }

    /** The value of a counter without labels. */
    double counted(String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    private boolean has(String name, String matchers, Set<String> labels) {
        return text.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .anyMatch(line -> labels.stream().allMatch(label -> line.contains(label + "=\""))
                        && MATCHER.matcher(matchers)
                                .results()
                                .allMatch(it -> matches(line, it.group(1), it.group(2), it.group(3))));
    }

    private static boolean matches(String line, String label, String operator, String value) {
        if (ADDED.contains(label)) {
            return true;
        }
        Matcher present = Pattern.compile("\\b" + label + "=\"([^\"]*)\"").matcher(line);
        return present.find()
                && (operator.equals("=")
                        ? present.group(1).equals(value)
                        : present.group(1).matches(value));
    }

    /** The labels that an expression keeps. */
    private static Set<String> labels(String expression) {
        return BY.matcher(expression)
                .results()
                .flatMap(it -> Stream.of(it.group(1).split(", *", -1)))
                .filter(label -> !ADDED.contains(label))
                .collect(Collectors.toSet());
    }
}
