package io.oncegate.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads secrets. What is wrong with one is said by its property, and nothing of it is told. */
final class EncryptionSecret {

    private static final int LENGTH = 32;

    private EncryptionSecret() {}

    static byte[] read(String property, @Nullable String secret, @Nullable Path file) {
        if (secret != null && file != null) {
            throw new IllegalArgumentException(property + "secret: there is a file too; which of them is it?");
        }
        if (secret != null) {
            return decoded(property + "secret", secret);
        }
        if (file == null) {
            throw new IllegalArgumentException(property + "secret: it is missing, and so is a file");
        }
        try {
            // whatever the file holds, it is either base64 or refused
            return decoded(property + "file", new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // no cause: Spring Boot would show that alone, which names a path (or a secret set as one) and no property
            throw new IllegalArgumentException(
                    property + "file: it cannot be read: " + e.getClass().getSimpleName());
        }
    }

    static byte[] decoded(String property, String text) {
        byte[] secret = new byte[0];
        try {
            secret = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            // its message would tell a character of the secret
        }
        if (secret.length != LENGTH) {
            throw new IllegalArgumentException(property + ": it has to be " + LENGTH + " bytes in base64");
        }
        return secret;
    }
}
