package io.oncegate.redis;

import io.oncegate.core.Answer.Header;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The bytes that stand for usual header names, and for usual names with their values. Names are as upstreams spell them:
 * what is replayed has the spelling of the first answer, so another spelling is another code or none.
 *
 * <p>Records have these codes for days, and gateways of two versions at once: to add one is a new version of the layout.
 */
final class HeaderCodes {

    /** In the order of their codes, each spelled so and in lower case. */
    private static final List<String> USUAL_NAMES = List.of(
            "Content-Type",
            "Content-Language",
            "Content-Encoding",
            "Content-Disposition",
            "Content-Location",
            "ETag",
            "Last-Modified",
            "Link",
            "Vary");

    /** In the order of their codes, each with its name spelled so and in lower case. */
    private static final List<Header> USUAL_LINES = List.of(
            new Header("Content-Type", "application/json"),
            new Header("Content-Type", "application/json;charset=UTF-8"),
            new Header("Content-Type", "application/json; charset=utf-8"),
            new Header("Content-Type", "application/problem+json"),
            new Header("Content-Type", "application/hal+json"),
            new Header("Content-Type", "application/vnd.api+json"),
            new Header("Content-Type", "application/xml"),
            new Header("Content-Type", "text/plain;charset=UTF-8"),
            new Header("Content-Type", "text/plain; charset=utf-8"),
            new Header("Content-Type", "text/html;charset=UTF-8"),
            new Header("Content-Type", "text/html; charset=utf-8"),
            new Header("Content-Language", "en"),
            new Header("Content-Language", "en-US"),
            new Header("Content-Encoding", "gzip"),
            new Header("Vary", "Accept-Encoding"),
            new Header("Vary", "Origin"),
            new Header("Vary", "Access-Control-Request-Method"),
            new Header("Vary", "Access-Control-Request-Headers"),
            new Header("Vary", "Accept"),
            new Header("Vary", "Accept-Language"));

    private static final List<String> NAMES = names();
    private static final List<Header> LINES = lines();
    private static final Map<String, Integer> NUMBERS_OF_NAMES = numbers(NAMES);
    private static final Map<Header, Integer> NUMBERS_OF_LINES = numbers(LINES);

    private HeaderCodes() {}

    /** The names that have a number, from 0 on. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (String name : USUAL_NAMES) {
            names.add(name);
            names.add(name.toLowerCase(Locale.ROOT));
        }
        // as Go's library spells it
        names.add("Etag");
        return List.copyOf(names);
    }

    /** The names with a value that have a number, from 0 on. */
    static List<Header> lines() {
        List<Header> lines = new ArrayList<>();
        for (Header line : USUAL_LINES) {
            lines.add(line);
            lines.add(new Header(line.name().toLowerCase(Locale.ROOT), line.value()));
        }
        return List.copyOf(lines);
    }

    /** The number of a name in exactly this spelling; below zero where it has none. */
    static int numberOf(String name) {
        return NUMBERS_OF_NAMES.getOrDefault(name, -1);
    }

    /** The number of a name with exactly this value; below zero where it has none. */
    static int numberOf(Header line) {
        return NUMBERS_OF_LINES.getOrDefault(line, -1);
    }

    static String name(int number) {
        return known(NAMES, number);
    }

    static Header line(int number) {
        return known(LINES, number);
    }

    private static <T> T known(List<T> all, int number) {
        if (number >= all.size()) {
            throw new UnreadableRecordException("the code of a header is unknown", null);
        }
        return all.get(number);
    }

    private static <T> Map<T, Integer> numbers(List<T> all) {
        Map<T, Integer> numbers = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            numbers.put(all.get(i), i);
        }
        return Map.copyOf(numbers);
    }
}
