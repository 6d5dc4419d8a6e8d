package io.oncegate.systemtest;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection through a {@link Gate}. Bytes are looked at as ISO 8859-1, which has a character for each. */
final class Relay {

    /** Hears of every piece of a request before it goes on. */
    interface Listener {
        void requested(Relay relay, String piece);
    }

    private final Socket client;
    private final Socket server;
    private final Direction requests;
    private final Direction replies;

    private Relay(Socket client, Socket server) throws IOException {
        this.client = client;
        this.server = server;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        this.requests = new Direction(client, server);
        this.replies = new Direction(server, client);
    }

    static Relay start(Socket client, Socket server, Listener listener) throws IOException {
        Relay relay = new Relay(client, server);
        inBackground(() -> relay.pumpRequests(listener));
        inBackground(relay::pumpReplies);
        return relay;
    }

    private static void inBackground(Runnable pump) {
        Thread thread = new Thread(pump, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    void hold(Gate.Side side) {
        (side == Gate.Side.REQUESTS ? requests : replies).hold();
    }

    void release() {
        requests.release();
        if (replies.release()) {
            close();
        }
    }

    /** Whether the server was sent something that has this in it. */
    boolean hasDelivered(String text) {
        return requests.hasPassed(text);
    }

    /** Whether a reply is held up here. */
    boolean hasReply() {
        return replies.isPending();
    }

    /** Ends it for both, at once and with whatever is held lost. */
    void cut() {
        try {
            client.setSoLinger(true, 0);
            server.setSoLinger(true, 0);
        } catch (IOException e) {
            // closed already
        }
        close();
    }

    private void close() {
        requests.drop();
        replies.drop();
        closeQuietly(client);
        closeQuietly(server);
    }

    private void pumpRequests(Listener listener) {
        try {
            for (String piece = requests.read(); !piece.isEmpty(); piece = requests.read()) {
                listener.requested(this, piece);
                requests.accept(piece);
            }
        } catch (IOException e) {
            // as good as its end
        }
        // without its client a connection is of no use to anybody
        close();
    }

    private void pumpReplies() {
        try {
            for (String piece = replies.read(); !piece.isEmpty(); piece = replies.read()) {
                replies.accept(piece);
            }
        } catch (IOException e) {
            // as good as its end
        }
        if (replies.end()) {
            close();
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing is left to do
        }
    }

    /** One of the two. */
    private static final class Direction {

        private final Socket from;
        private final Socket to;
        private final byte[] buffer = new byte[1 << 16];
        private final StringBuilder passed = new StringBuilder();
        private final StringBuilder pending = new StringBuilder();
        private boolean held;
        private boolean ended;
        private boolean dropped;

        Direction(Socket from, Socket to) {
            this.from = from;
            this.to = to;
        }

        /** The next piece; empty at the end. */
        String read() throws IOException {
            int length = from.getInputStream().read(buffer);
            return length < 0 ? "" : new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        }

        synchronized void accept(String piece) throws IOException {
            pending.append(piece);
            if (!held) {
                flush();
            }
        }

        synchronized void hold() {
            held = true;
        }

        /** Delivers what was held up; whether nothing will follow. */
        synchronized boolean release() {
            held = false;
            try {
                flush();
                return ended;
            } catch (IOException e) {
                return true;
            }
        }

        /** Nothing will follow; whether everything was delivered. */
        synchronized boolean end() {
            ended = true;
            return !held;
        }

        synchronized void drop() {
            dropped = true;
        }

        synchronized boolean hasPassed(String text) {
            return passed.indexOf(text) >= 0;
        }

        synchronized boolean isPending() {
            return !pending.isEmpty();
        }

        private void flush() throws IOException {
            if (!dropped && !pending.isEmpty()) {
                to.getOutputStream().write(pending.toString().getBytes(StandardCharsets.ISO_8859_1));
                passed.append(pending);
            }
            pending.setLength(0);
        }
    }
}
