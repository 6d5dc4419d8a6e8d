package io.oncegate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/** The README's tables say what the code does. */
class ReadmeTest {

    private static final Pattern ROW = Pattern.compile("^\\| `([a-z-]+)` \\| ([^|]*) \\|", Pattern.MULTILINE);

    private final String readme = read();

    @Test
    void theArgumentTableNamesEveryArgumentWithItsDefault() {
        BeanWrapper contract = new BeanWrapperImpl(FilterArguments.contract());
        Map<String, String> code = new TreeMap<>();
        Arrays.stream(contract.getPropertyDescriptors())
                .filter(property -> property.getWriteMethod() != null)
                .forEach(property -> code.put(
                        DataObjectPropertyName.toDashedForm(property.getName()),
                        spelled(property.getName(), contract.getPropertyValue(property.getName()))));

        assertThat(arguments()).isEqualTo(code);
    }

    @Test
    void theAnswerTableNamesEveryProblemWithItsStatus() {
        for (Problem problem : Problem.values()) {
            assertThat(readme)
                    .containsPattern(
                            "\\| " + problem.status().value() + " \\| `" + Pattern.quote(problem.code()) + "` \\|");
        }
    }

    private Map<String, String> arguments() {
        Map<String, String> arguments = new TreeMap<>();
        int start = readme.indexOf("### Arguments");
        String section = readme.substring(start, readme.indexOf("\n## ", start));
        Matcher row = ROW.matcher(section);
        while (row.find()) {
            arguments.put(row.group(1), row.group(2).replace("`", ""));
        }
        return arguments;
    }

    private static String spelled(String name, @Nullable Object value) {
        if (value == null) {
            return name.equals("namespace") ? "the route's id" : "none";
        }
        if (value instanceof Duration duration) {
            return duration.toDaysPart() > 0 && duration.toHoursPart() == 0 && duration.toDays() > 1
                    ? duration.toDays() + "d"
                    : DurationStyle.SIMPLE.print(duration, unit(duration));
        }
        if (value instanceof DataSize size) {
            return size.toMegabytes() + "MB";
        }
        if (value instanceof Collection<?> many) {
            return many.isEmpty() ? "none" : many.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        return value instanceof Enum<?> constant
                ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
                : value.toString();
    }

    private static ChronoUnit unit(Duration duration) {
        return duration.toHours() > 0 ? ChronoUnit.HOURS : ChronoUnit.SECONDS;
    }

    private static String read() {
        try {
            return Files.readString(Path.of("..", "README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
