package io.oncegate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.stream.Stream;

/** Requests and answers as they are on the wire, to compare answers byte for byte. */
public final class RawHttp {

    private RawHttp() {}

    /** A request with fields {@code Name: value}, after which the connection is closed. */
    public static String request(String method, String target, String body, String... fields) {
        String[] all =
                Stream.concat(Stream.of("Connection: close"), Stream.of(fields)).toArray(String[]::new);
        return lasting(method, target, body, all);
    }

    /** The same, after which the connection stays open. */
    public static String lasting(String method, String target, String body, String... fields) {
        return method + " " + target + " HTTP/1.1\r\nHost: gateway\r\n"
                + Arrays.stream(fields).map(it -> it + "\r\n").collect(joining())
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** All that is answered, fields in alphabetical order and without the date. */
    public static String exchange(int port, String request) throws IOException {
        try (Socket client = sent(port, request)) {
            return sorted(new String(client.getInputStream().readAllBytes(), ISO_8859_1));
        }
    }

    /** Requests one behind the other on one connection, and so many answers as they come, but for their dates. */
    public static String conversation(int port, String requests, int answers) throws IOException {
        try (Socket client = sent(port, requests)) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < answers; i++) {
                all.append(answer(client.getInputStream()));
            }
            return all.toString();
        }
    }

    private static Socket sent(int port, String requests) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout(20_000);
        client.getOutputStream().write(requests.getBytes(ISO_8859_1));
        return client;
    }

    private static String sorted(String answer) {
        String[] headAndBody = answer.split("\r\n\r\n", 2);
        String[] head = headAndBody[0].split("\r\n");
        Arrays.sort(head, 1, head.length);
        return Arrays.stream(head).filter(it -> !isDate(it)).collect(joining("\n")) + "\n\n"
                + (headAndBody.length == 2 ? headAndBody[1] : "");
    }

    private static boolean isDate(String field) {
        return field.regionMatches(true, 0, "date:", 0, 5);
    }

    private static String answer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).trim());
            }
            if (!isDate(line)) {
                head.append(line).append('\n');
            }
        }
        boolean goesOn = head.toString().startsWith("HTTP/1.1 100 ");
        return head + "\n" + new String(in.readNBytes(length), ISO_8859_1) + (goesOn ? answer(in) : "");
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection ended within " + line);
            }
            line.write(c);
        }
        return line.toString(ISO_8859_1).trim();
    }
}
