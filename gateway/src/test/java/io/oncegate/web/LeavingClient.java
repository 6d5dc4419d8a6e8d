package io.oncegate.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A client that sends a covered POST, and resets the connection when it is closed. */
final class LeavingClient implements AutoCloseable {

    private final Socket socket;

    LeavingClient(Gateway gateway) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        socket.setSoLinger(true, 0);
        socket.setSoTimeout(20_000);
    }

    void post(String path, String key) throws IOException {
        socket.getOutputStream()
                .write(("POST " + path + " HTTP/1.1\r\nHost: x\r\n" + Gateway.USER + ": alice\r\nContent-Type: "
                                + Gateway.JSON + "\r\nIdempotency-Key: " + key + "\r\nContent-Length: 2\r\n\r\n{}")
                        .getBytes(US_ASCII));
    }

    void readUntil(String text) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (!read.toString(US_ASCII).contains(text)) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new EOFException("only " + read.toString(US_ASCII));
            }
            read.write(next);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
