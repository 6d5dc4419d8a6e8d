package io.oncegate.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Stands between a client and Redis, and loses the reply to a script when told to. */
final class LossyProxy implements AutoCloseable {

    /** What becomes of the connection with it. */
    enum Loss {
        CLOSED,
        RESET,
        SILENT
    }

    private static final String SCRIPT = "EVALSHA";

    private final ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private final int redis;
    private final AtomicReference<@Nullable Loss> next = new AtomicReference<>();
    private final List<String> scripts = new CopyOnWriteArrayList<>();
    private final List<String> lost = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    LossyProxy(int redis) throws IOException {
        this.redis = redis;
        inBackground(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** The reply to the next script, which Redis still runs, does not arrive. Scripts are counted from here on. */
    void loseNext(Loss loss) {
        scripts.clear();
        next.set(loss);
    }

    /** Every script that a client sent. */
    List<String> scripts() {
        return scripts;
    }

    /** What Redis replied and no client got to see. */
    List<String> lost() {
        return lost;
    }

    private void accept() {
        try {
            while (true) {
                new Pair(server.accept(), new Socket(InetAddress.getLoopbackAddress(), redis)).start();
            }
        } catch (IOException e) {
            close();
        }
    }

    private final class Pair {

        private final Socket client;
        private final Socket upstream;
        private volatile @Nullable Loss loss;

        Pair(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
            sockets.addAll(List.of(client, upstream));
        }

        void start() {
            inBackground(() -> pump(client, upstream, this::request));
            inBackground(() -> pump(upstream, client, this::reply));
        }

        private boolean request(String bytes) {
            if (bytes.contains(SCRIPT)) {
                scripts.add(bytes);
                Loss now = next.getAndSet(null);
                if (now != null) {
                    loss = now;
                }
            }
            return true;
        }

        private boolean reply(String bytes) throws IOException {
            Loss now = loss;
            if (now == null) {
                return true;
            }
            lost.add(bytes);
            if (now == Loss.SILENT) {
                return false;
            }
            client.setSoLinger(now == Loss.RESET, 0);
            client.close();
            upstream.close();
            return false;
        }
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "lossy-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Filter {
        boolean passes(String bytes) throws IOException;
    }

    private static void pump(Socket from, Socket to, Filter filter) {
        byte[] buffer = new byte[65_536];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (filter.passes(new String(buffer, 0, read, ISO_8859_1))) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            // either side is gone, and so is this pair
            return;
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
