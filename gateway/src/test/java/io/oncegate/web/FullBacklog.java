package io.oncegate.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port where connections are neither accepted nor refused: its queue is full, and nobody empties it. */
final class FullBacklog implements AutoCloseable {

    private static final int MORE_THAN_ANY_QUEUE_OF_ONE = 16;

    private final ServerSocket server;
    private final List<Socket> waiting = new ArrayList<>();

    FullBacklog() {
        try {
            server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            while (connects()) {
                if (waiting.size() > MORE_THAN_ANY_QUEUE_OF_ONE) {
                    throw new IllegalStateException("this system queues connections without a limit");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    private boolean connects() throws IOException {
        Socket client = new Socket();
        waiting.add(client);
        try {
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), 500);
            return true;
        } catch (SocketTimeoutException full) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket client : waiting) {
            client.close();
        }
        server.close();
    }
}
