package io.oncegate.systemtest;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * One kind of request, of which a benchmark sends as many as are taken.
 *
 * @param name what a table calls it
 * @param contender who is asked
 * @param path asked for
 * @param course which keys come
 * @param connections at most so many requests at a time
 * @param headers besides the usual ones, each {@code Name: value}
 * @param body sent
 * @param status what is right as an answer
 */
record Load(
        String name,
        Contender contender,
        String path,
        Course course,
        int connections,
        List<String> headers,
        String body,
        int status) {

    private static final int USUAL_CONNECTIONS = 64;
    private static final String ORDER =
            "{\"prodCode\":\"SKU-1\",\"amount\":\"12.50\",\"note\":\"leave it with the neighbours\"}";

    /**
     * Which keys come.
     *
     * @param word what {@code load.lua} calls it
     * @param number of keys that are answered before, or of requests that share a key
     */
    record Course(String word, int number) {

        /** Each key once. */
        static Course fresh() {
            return new Course("fresh", 1);
        }

        /** So many keys over and over, each of them with an answer. */
        static Course answered(int keys) {
            return new Course("answered", keys);
        }

        /** So many requests with a key come while the first of them is under way. */
        static Course shared(int requests) {
            return new Course("shared", requests);
        }

        boolean isAnswered() {
            return word.equals("answered");
        }
    }

    /** Orders that a tenant sends, as they are taken. */
    static Load of(String name, Contender contender, String path, Course course) {
        return new Load(name, contender, path, course, USUAL_CONNECTIONS, List.of("X-Tenant: shop"), ORDER, 201);
    }

    /** The same with these headers alone. */
    Load with(String... only) {
        return new Load(name, contender, path, course, connections, List.of(only), body, status);
    }

    /** The same with another body, which is refused where the key is known. */
    Load mistaken() {
        return new Load(name, contender, path, course, connections, headers, ORDER + " ", 422);
    }

    /** The same as it was before {@link #mistaken}. */
    Load correct() {
        return new Load(name, contender, path, course, connections, headers, ORDER, 201);
    }

    /** The same with so many requests at a time. */
    Load over(int number) {
        return new Load(name, contender, path, course, number, headers, body, status);
    }

    URI uri() {
        return contender.uri().resolve(path);
    }

    /** A request up to its key. */
    String head() {
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        return head + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\nIdempotency-Key: ";
    }

    /** A request after its key. */
    String tail() {
        return "\r\n\r\n" + body;
    }

    /** One whole request, as {@code load.lua} makes it. */
    byte[] request(String start, long place) {
        return (head() + key(start, place) + tail()).getBytes(StandardCharsets.US_ASCII);
    }

    /** As long as a UUID, with no key of another start. */
    static String newStart() {
        return UUID.randomUUID().toString().substring(0, 24);
    }

    private static String key(String start, long place) {
        return start + String.format("%012d", place);
    }
}
