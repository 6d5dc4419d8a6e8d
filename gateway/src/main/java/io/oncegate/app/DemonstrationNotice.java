package io.oncegate.app;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Says that the demonstration's accounts are on: their passwords are known to everybody. */
@Component
@Profile("demo")
final class DemonstrationNotice implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(DemonstrationNotice.class);

    private final ClientsProperties clients;

    DemonstrationNotice(ClientsProperties clients) {
        this.clients = clients;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        LOG.warn(
                "profile demo: the accounts {} are on, each with its name as password. Never use it but to try things out.",
                clients.clients().stream()
                        // an operator's own list takes the place of the demonstration's
                        .filter(client -> client.secret().equals("{noop}" + client.name()))
                        .map(ClientsProperties.Client::name)
                        .toList());
    }
}
