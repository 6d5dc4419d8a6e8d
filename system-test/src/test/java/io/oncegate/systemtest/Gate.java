package io.oncegate.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A place on the way from clients to a server where traffic can be held up, and connections cut. */
final class Gate implements AutoCloseable {

    /** What a {@link Hold} holds up. */
    enum Side {
        REQUESTS,
        REPLIES
    }

    private static final String LOOPBACK = "127.0.0.1";

    private final List<Relay> relays = new CopyOnWriteArrayList<>();
    private volatile Hold hold = new Hold(Side.REQUESTS, List.of());
    private final String host;
    private volatile InetSocketAddress target;
    private volatile ServerSocket listener;

    private Gate(String host, InetSocketAddress target) throws IOException {
        this.host = host;
        this.target = target;
        this.listener = listen(0);
    }

    /** Opens one to a port of this machine. */
    static Gate to(int target) {
        return between(LOOPBACK, new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
    }

    /**
     * Opens one.
     *
     * @param host the address of this machine where clients come
     * @param target where the server is
     */
    static Gate between(String host, InetSocketAddress target) {
        try {
            return new Gate(host, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    URI uri() {
        return URI.create("http://" + host + ":" + port());
    }

    /** Holds up, until told otherwise, one side of the connections whose requests show a sign, and nothing else. */
    Hold hold(Side side, List<Predicate<String>> signs) {
        hold.release();
        Hold armed = new Hold(side, signs);
        hold = armed;
        return armed;
    }

    /** On how many connections the server was sent something that has this in it. */
    int deliveries(String text) {
        return (int) relays.stream().filter(relay -> relay.hasDelivered(text)).count();
    }

    /** Cuts all connections. */
    void cut() {
        relays.forEach(Relay::cut);
    }

    /** Is as if nobody were there: new connections are refused, the others cut. */
    void shut() {
        closeListener();
        cut();
    }

    /** Lets clients in again after {@link #shut}, to the same server or its successor. */
    void open(int server) {
        open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server));
    }

    /** The same, wherever the server is. */
    void open(InetSocketAddress server) {
        target = server;
        try {
            listener = listen(port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        shut();
    }

    private void closeListener() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(host, port));
        Thread thread = new Thread(() -> accept(socket), "gate");
        thread.setDaemon(true);
        thread.start();
        return socket;
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                admit(socket, socket.accept());
            } catch (IOException e) {
                // shut, or the client has gone again
            }
        }
    }

    private void admit(ServerSocket socket, Socket client) throws IOException {
        try {
            Socket server = new Socket(target.getAddress(), target.getPort());
            Relay relay = Relay.start(client, server, (from, piece) -> hold.requested(from, piece));
            relays.add(relay);
            if (socket.isClosed()) {
                relay.cut();
            }
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }
}
