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

    /** No header: the body is a {@link DeflatedBody}. The last, if at all. */
    private static final int DEFLATED = 64;

    /** From this code on names with their values follow each other. */
    private static final int WHOLE = 128;

    /** No header: the body is an {@link Lz4Body}. The last, if at all. */
    private static final int LZ4 = 255;

    private static final int MAX_BYTE = 0xff;
    private static final int USUAL_LENGTH = 128;

    private ContentCodec() {}

    /**
     * The bytes of an answer behind its fact.
     *
     * @param headers how many codes there are, and they
     * @param body the rest; the answer's own, where it is not compressed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Content(byte[] headers, byte[] body) {
        byte[] joined() {
            return AnswerCodec.joined(headers, body);
        }
    }

    static Content content(Answer.Kept answer, BodyCompression compression) {
        List<Header> headers = answer.headers().stream()
                .filter(header -> !AnswerCodec.isLocation(header))
                .toList();
        Optional<byte[]> compressed = headers.size() < MAX_BYTE ? compression.compressed(answer) : Optional.empty();
        ByteArrayOutputStream lines = new ByteArrayOutputStream(USUAL_LENGTH);
        lines.write(headers.size() + (compressed.isPresent() ? 1 : 0));
        headers.forEach(header -> write(lines, header));
        if (compressed.isPresent()) {
            lines.write(LZ4);
        }
        return new Content(lines.toByteArray(), compressed.orElse(answer.body()));
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
            if (version == RecordCodec.WITHOUT_CODES) {
                headers.add(spelledOut(content));
                continue;
            }
            int code = content.get() & MAX_BYTE;
            if (left == 1 && (code == LZ4 || code == DEFLATED)) {
                byte[] body = code == LZ4 ? Lz4Body.unpacked(content) : DeflatedBody.inflated(content);
                return new Answer.Kept(fact.status(), headers, body);
            }
            headers.add(header(code, content));
        }
        return new Answer.Kept(fact.status(), headers, AnswerCodec.rest(content));
    }

    private static Header header(int code, ByteBuffer content) {
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
