package io.oncegate.redis;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A body in zlib's format (RFC 1950), whose checksum tells a damaged body from a whole one. Only read: none is written any more. */
final class DeflatedBody {

    /** Above that a body is inflated into pieces that grow: no damaged length takes memory that nothing fills. */
    private static final long USUAL_RATIO = 16;

    private DeflatedBody() {}

    /**
     * The body as it was.
     *
     * @param deflated its length before in four bytes, and the stream, to the end
     * @throws UnreadableRecordException if that does not come out
     */
    static byte[] inflated(ByteBuffer deflated) {
        int length = deflated.getInt();
        if (length < 0) {
            throw new UnreadableRecordException("the body is longer than any", null);
        }
        Inflater inflater = new Inflater();
        try {
            byte[] start = new byte[(int) Math.min(length, deflated.remaining() * USUAL_RATIO)];
            inflater.setInput(deflated);
            return inflated(inflater, start, length);
        } catch (DataFormatException e) {
            throw new UnreadableRecordException("the body is damaged", e);
        } finally {
            inflater.end();
        }
    }

    private static byte[] inflated(Inflater inflater, byte[] start, int length) throws DataFormatException {
        byte[] body = start;
        int at = 0;
        int read = 1;
        while (at < length && read > 0) {
            if (at == body.length) {
                body = Arrays.copyOf(body, (int) Math.min(length, 2L * at));
            }
            read = inflater.inflate(body, at, body.length - at);
            at += read;
        }
        // one byte more has to be too many: this also reads the checksum
        boolean isMore = inflater.inflate(new byte[1]) > 0;
        if (at < length || isMore || !inflater.finished() || inflater.getRemaining() > 0) {
            throw new UnreadableRecordException("the body is not as long as it was", null);
        }
        return body;
    }
}
