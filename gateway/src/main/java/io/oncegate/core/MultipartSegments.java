package io.oncegate.core;

import java.nio.charset.StandardCharsets;

/**
 * Cuts a multipart body at its delimiter lines (RFC 2046, 5.1.1), so that two sendings of the same parts under other
 * boundaries compare equal. The cut pieces are the bytes between the delimiters, in order, with nothing decoded.
 */
final class MultipartSegments {

    private MultipartSegments() {}

    static void digest(byte[] body, String boundary, Fingerprint.Digest digest) {
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        int from = 0;
        int at = next(body, delimiter, 0);
        while (at >= 0) {
            digest.part(body, from, at);
            from = at + delimiter.length;
            at = next(body, delimiter, from);
        }
        digest.part(body, from, body.length);
    }

    /** A delimiter counts at the start of a line only: elsewhere it is a part's content. */
    private static int next(byte[] body, byte[] delimiter, int from) {
        for (int at = from; at <= body.length - delimiter.length; at++) {
            boolean lineStart = at == 0 || body[at - 1] == '\n';
            if (lineStart && matches(body, delimiter, at)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] body, byte[] delimiter, int at) {
        for (int i = 0; i < delimiter.length; i++) {
            if (body[at + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }
}
