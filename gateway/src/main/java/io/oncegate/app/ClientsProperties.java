package io.oncegate.app;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call with HTTP Basic.
 *
 * @param clients the clients; none means that Basic credentials are always wrong
 */
@ConfigurationProperties("oncegate")
record ClientsProperties(@DefaultValue List<Client> clients) {

    /**
     * A client.
     *
     * @param name its stable name, which is the caller of its keys
     * @param secret encoded, with the encoding in front: <code>{bcrypt}$2a$...</code>
     * @param roles what it may do besides calling
     */
    record Client(
            String name,
            String secret,
            @DefaultValue("CUSTOMER") List<String> roles) {

        Client {
            if (name.isBlank() || !secret.startsWith("{")) {
                throw new IllegalArgumentException(
                        "oncegate.clients: a client needs a name and a secret with its encoding, as in {bcrypt}...");
            }
        }

        @Override
        public String toString() {
            return "Client[name=" + name + ", roles=" + roles + "]";
        }
    }
}
