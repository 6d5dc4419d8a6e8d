package io.oncegate.redis;

import io.oncegate.core.Answer;
import io.oncegate.core.Answer.Header;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Makes the bodies of kept answers smaller where that is worth it, and gives them back byte for byte. In zlib's format
 * (RFC 1950), whose checksum tells a damaged body from a whole one.
 */
public final class BodyDeflation {

    private static final long NEVER = Long.MAX_VALUE;

    /** A tenth has to be saved: less is not worth inflating it for every replay. */
    private static final double WORTH_IT = 0.9;

    /** Above that a body is inflated into pieces that grow: no damaged length takes memory that nothing fills. */
    private static final long USUAL_RATIO = 16;

    private static final List<String> COMPRESSED_TYPES = List.of(
            "image/",
            "video/",
            "audio/",
            "font/woff",
            "application/zip",
            "application/gzip",
            "application/x-gzip",
            "application/zstd",
            "application/x-7z-compressed",
            "application/x-bzip2",
            "application/x-xz",
            "application/vnd.rar",
            "application/java-archive",
            "application/vnd.openxmlformats-officedocument",
            "application/vnd.oasis.opendocument");

    /** An image in text. */
    private static final String SVG = "image/svg+xml";

    private final long above;

    private BodyDeflation(long above) {
        this.above = above;
    }

    /** Leaves every body as it is. What was deflated before is inflated all the same. */
    public static BodyDeflation off() {
        return new BodyDeflation(NEVER);
    }

    /**
     * Deflates bodies.
     *
     * @param bytes of those only that are longer, at least 0
     */
    public static BodyDeflation above(long bytes) {
        return new BodyDeflation(bytes);
    }

    /** The body deflated; empty where it is to be kept as it is. */
    Optional<byte[]> deflated(Answer.Kept answer) {
        byte[] body = answer.body();
        if (body.length <= above || isCompressed(answer.headers())) {
            return Optional.empty();
        }
        byte[] smaller = new byte[(int) (body.length * WORTH_IT)];
        // the quickest level: the usual one takes JSON twice as long, for a tenth less
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(body);
            deflater.finish();
            int length = deflater.deflate(smaller);
            return deflater.finished() ? Optional.of(Arrays.copyOf(smaller, length)) : Optional.empty();
        } finally {
            deflater.end();
        }
    }

    /**
     * The body as it was.
     *
     * @param length how long it was
     * @throws UnreadableRecordException if that does not come out
     */
    static byte[] inflated(ByteBuffer deflated, int length) {
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

    private static boolean isCompressed(List<Header> headers) {
        return headers.stream()
                .anyMatch(header -> header.name().equalsIgnoreCase("Content-Encoding")
                        || (header.name().equalsIgnoreCase("Content-Type") && isCompressed(header.value())));
    }

    private static boolean isCompressed(String type) {
        String name = type.strip().toLowerCase(Locale.ROOT);
        return !name.startsWith(SVG) && COMPRESSED_TYPES.stream().anyMatch(name::startsWith);
    }
}
