package io.oncegate.systemtest;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** One connection for one request after the other, at the least cost: a client must not be what is measured. */
final class Line implements AutoCloseable {

    private static final int AT_A_TIME = 16;
    private static final int BUFFER = 64 * 1024;
    private static final String LENGTH = "content-length: ";

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;

    /**
     * An answer.
     *
     * @param status its status
     * @param head its lines in lower case
     */
    record Answer(int status, String head) {

        boolean isReplay() {
            return head.contains("\nidempotent-replayed: true\r");
        }
    }

    Line(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            out = socket.getOutputStream();
            in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request and waits for the whole answer. */
    Answer ask(byte[] request) {
        try {
            out.write(request);
            String head = head();
            int length = head.indexOf(LENGTH);
            if (length < 0) {
                throw new IllegalStateException("an answer of no known length: " + head);
            }
            int from = length + LENGTH.length();
            in.skipNBytes(Long.parseLong(head.substring(from, head.indexOf('\r', from))));
            return new Answer(Integer.parseInt(head.substring(9, 12)), head);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder(256);
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended after " + head);
            }
            head.append((char) next);
        }
        return head.toString().toLowerCase(Locale.ROOT);
    }

    /** Has the keys of a load answered, and sees that what follows is a replay. */
    static void answer(Load load, String start) {
        send(load, start);
        try (Line line = new Line(load.uri().getPort())) {
            if (!line.ask(load.request(start, 0)).isReplay()) {
                throw new IllegalStateException(load.name() + " was not answered with what is kept");
            }
        }
    }

    /** Sends each key of a load once, until it is answered as it should be. */
    static void send(Load load, String start) {
        AtomicInteger next = new AtomicInteger();
        CompletableFuture.allOf(IntStream.range(0, AT_A_TIME)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> send(load, start, next), new OwnThread()))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static void send(Load load, String start, AtomicInteger next) {
        try (Line line = new Line(load.uri().getPort())) {
            for (int i = next.getAndIncrement(); i < load.course().number(); i = next.getAndIncrement()) {
                byte[] request = load.request(start, i);
                // a gateway that has just been started may be too slow for its own deadlines
                Eventually.happens(
                        load.name() + " was answered", () -> line.ask(request).status() == load.status());
            }
        }
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
