package io.oncegate.systemtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The commands that come to a Redis over its connections, not those that scripts give there. */
final class SentToRedis implements AutoCloseable {

    private final RedisProcess redis;
    private final Socket socket;
    private final BufferedReader lines;

    SentToRedis(RedisProcess redis) {
        this.redis = redis;
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), redis.port());
            socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String reply = lines.readLine();
            if (!"+OK".equals(reply)) {
                throw new IllegalStateException("MONITOR was answered with " + reply);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often each has come since the last look. */
    Map<String, Long> counts() {
        String end = UUID.randomUUID().toString();
        redis.command("ECHO " + end);
        List<String> names = new ArrayList<>();
        try {
            for (String line = lines.readLine(); line != null && !line.contains(end); line = lines.readLine()) {
                if (!line.contains(" lua] ")) {
                    names.add(line.split("\"", -1)[1].toUpperCase(Locale.ROOT));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
