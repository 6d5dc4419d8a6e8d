package io.oncegate.redis;

import io.oncegate.core.Answer;
import io.oncegate.core.Answer.Header;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of what follows the fact in an answer: the other headers, and the body. Each header begins with a code; in
 * version 1 none had one, and all were spelled out.
 */
final class ContentCodec {

    /** Length and text of the name, a byte for the length; length and text of the value, two bytes for the length. */
    private static final int SPELLED_OUT = 0;

    /** From this code on names follow each other, with a byte for the length of the value. */
    private static final int NAMED = 1;

    /** What a name's code has more where the length of the value has two bytes. */
    private static final int LONG_VALUE = 64;

    /** No header: the body is deflated, and its length before has four bytes. The last, if at all. */
    private static final int DEFLATED = 64;

    /** From this code on names with their values follow each other. */
    private static final int WHOLE = 128;

    private static final int MAX_BYTE = 0xff;
    private static final int USUAL_LENGTH = 128;

    private ContentCodec() {}

    /**
     * The bytes of an answer behind its fact.
     *
     * @param headers how many codes there are, and they
     * @param body the rest; the answer's own, where it is not deflated
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Content(byte[] headers, byte[] body) {
        byte[] joined() {
            return AnswerCodec.joined(headers, body);
        }
    }

    static Content content(Answer.Kept answer, BodyDeflation deflation) {
        List<Header> headers = answer.headers().stream()
                .filter(header -> !AnswerCodec.isLocation(header))
                .toList();
        Optional<byte[]> deflated = headers.size() < MAX_BYTE ? deflation.deflated(answer) : Optional.empty();
        ByteArrayOutputStream lines = new ByteArrayOutputStream(USUAL_LENGTH);
        lines.write(headers.size() + (deflated.isPresent() ? 1 : 0));
        headers.forEach(header -> write(lines, header));
        if (deflated.isPresent()) {
            lines.write(DEFLATED);
            lines.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(answer.body().length)
                    .array());
        }
        return new Content(lines.toByteArray(), deflated.orElse(answer.body()));
    }

    private static void write(ByteArrayOutputStream lines, Header header) {
        int line = HeaderCodes.numberOf(header);
        if (line >= 0) {
            lines.write(WHOLE + line);
            return;
        }
        byte[] value = header.value().getBytes(StandardCharsets.UTF_8);
        int name = HeaderCodes.numberOf(header.name());
        boolean isLong = value.length > MAX_BYTE;
        if (name < 0) {
            byte[] spelled = header.name().getBytes(StandardCharsets.UTF_8);
            lines.write(SPELLED_OUT);
            lines.write(spelled.length);
            lines.writeBytes(spelled);
        } else {
            lines.write(NAMED + name + (isLong ? LONG_VALUE : 0));
        }
        if (name < 0 || isLong) {
            lines.write(value.length >>> Byte.SIZE);
        }
        lines.write(value.length);
        lines.writeBytes(value);
    }

    /**
     * Reads an answer behind its fact, to the end.
     *
     * @param version of the layout
     */
    static Answer.Kept read(byte version, Answer.NotKept fact, ByteBuffer content) {
        List<Header> headers = new ArrayList<>();
        fact.location().ifPresent(it -> headers.add(new Header("Location", it)));
        int count = content.get() & MAX_BYTE;
        for (int left = count; left > 0; left--) {
            boolean isLast = left == 1;
            if (isLast && version != RecordCodec.WITHOUT_CODES && isDeflated(content)) {
                return new Answer.Kept(fact.status(), headers, inflatedRest(content));
            }
            headers.add(version == RecordCodec.WITHOUT_CODES ? spelledOut(content) : header(content));
        }
        return new Answer.Kept(fact.status(), headers, AnswerCodec.rest(content));
    }

    /** Whether that is the next code; only then is it read. */
    private static boolean isDeflated(ByteBuffer content) {
        content.mark();
        if (content.get() == DEFLATED) {
            return true;
        }
        content.reset();
        return false;
    }

    private static byte[] inflatedRest(ByteBuffer content) {
        int length = content.getInt();
        if (length < 0) {
            throw new UnreadableRecordException("the body is longer than any", null);
        }
        return BodyDeflation.inflated(content, length);
    }

    private static Header header(ByteBuffer content) {
        int code = content.get() & MAX_BYTE;
        if (code == SPELLED_OUT) {
            return spelledOut(content);
        }
        if (code >= WHOLE) {
            return HeaderCodes.line(code - WHOLE);
        }
        boolean isLong = code >= LONG_VALUE;
        String name = name(isLong ? code - LONG_VALUE : code);
        return new Header(name, isLong ? longText(content) : shortText(content));
    }

    private static String name(int code) {
        if (code < NAMED) {
            throw new UnreadableRecordException("the code of a header is unknown", null);
        }
        return HeaderCodes.name(code - NAMED);
    }

    private static Header spelledOut(ByteBuffer content) {
        String name = shortText(content);
        return new Header(name, longText(content));
    }

    private static String shortText(ByteBuffer content) {
        return AnswerCodec.text(content, content.get() & MAX_BYTE);
    }

    private static String longText(ByteBuffer content) {
        return AnswerCodec.text(content, content.getShort() & AnswerCodec.MAX_SHORT);
    }
}
