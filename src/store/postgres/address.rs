//! Where a PostgreSQL server is, and how it is talked to. Shown without its password, always.
//!
//! As `psql` has it: `sslmode=disable` is in the clear, `prefer` (the default) encrypts where the server can,
//! whoever it is. Where `psql` would encrypt without knowing for whom (`require`), we look: the certificate
//! must be the host's, by the machine's own roots or by those of `sslrootcert=FILE`.

use std::fmt;
use std::fs;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use postgres::config::{Host, SslMode};
use postgres::{Client, Config};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::fault::Fault;
use crate::store::StoreError;

/// A `postgres://` address.
#[derive(Clone)]
pub struct Address {
    config: Config,
    tls: MakeRustlsConnect,
    typed: String,
}

/// How long a server may take to answer at first.
const PATIENCE: Duration = Duration::from_secs(5);
/// A connection on which nothing comes back for so long is given up.
const SILENCE: Duration = Duration::from_secs(20);

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`], without the address: it may hold a password.
    pub fn new(text: &str, password: Option<&str>) -> Result<Self, StoreError> {
        let Options { rest, verify, roots } = Options::of(text);
        let mut config = Config::from_str(&rest).map_err(|_| unreadable(
            "can't be read: a port that is no number, an option that it doesn't know, or a `@`, `?` or `%` in a password",
        ))?;
        if verify {
            config.ssl_mode(SslMode::Require);
        }
        let typed = without_password(text, &config);
        if config.get_hosts().is_empty() {
            config.host("localhost");
        }
        if let Some(password) = password.filter(|_| config.get_password().is_none()) {
            config.password(password);
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(PATIENCE);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(SILENCE);
        }
        if config.get_application_name().is_none() {
            config.application_name("sandtable");
        }
        let checks = config.get_ssl_mode() == SslMode::Require;
        let tls = MakeRustlsConnect::new(if checks { checked(roots)? } else { unchecked()? });
        Ok(Self { config, tls, typed })
    }

    /// As it was written but for its password: with that in `PGPASSWORD`, it can be typed again.
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.typed
    }

    pub(super) fn connect(&self) -> Result<Client, Fault> {
        Ok(self.config.connect(self.tls.clone())?)
    }

    pub(super) fn unavailable(&self, why: &str, help: &str) -> StoreError {
        StoreError::Unavailable { what: self.to_string(), why: why.to_owned(), help: help.to_owned() }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://")?;
        if let Some(user) = self.config.get_user() {
            write!(f, "{user}@")?;
        }
        for (n, host) in self.config.get_hosts().iter().enumerate() {
            let comma = if n > 0 { "," } else { "" };
            match host {
                Host::Tcp(name) => write!(f, "{comma}{name}")?,
                #[cfg(unix)]
                Host::Unix(folder) => write!(f, "{comma}{}", folder.display())?,
            }
            let ports = self.config.get_ports();
            if let Some(port) = ports.get(n).or(ports.first()) {
                write!(f, ":{port}")?;
            }
        }
        write!(f, "/{}", self.config.get_dbname().unwrap_or_default())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

/// What the driver doesn't know of `psql`'s options.
struct Options {
    rest: String,
    verify: bool,
    roots: Option<PathBuf>,
}

impl Options {
    fn of(text: &str) -> Self {
        let (base, options) = text.split_once('?').unwrap_or((text, ""));
        let (mut rest, mut verify, mut roots) = (Vec::new(), false, None);
        for option in options.split('&').filter(|option| !option.is_empty()) {
            match option.split_once('=') {
                Some(("sslmode", "verify-ca" | "verify-full")) => verify = true,
                Some(("sslmode", "allow")) => rest.push("sslmode=prefer"),
                Some(("sslrootcert", "system")) => verify = true,
                Some(("sslrootcert", file)) => (verify, roots) = (true, Some(PathBuf::from(file))),
                _ => rest.push(option),
            }
        }
        let rest = if rest.is_empty() { base.to_owned() } else { format!("{base}?{}", rest.join("&")) };
        Self { rest, verify, roots }
    }
}

/// An address without its password, with everything else as it was written.
fn without_password(text: &str, config: &Config) -> String {
    if config.get_password().is_none() {
        return text.to_owned();
    }
    let (base, options) = text.split_once('?').unwrap_or((text, ""));
    let (scheme, rest) = base.split_once("://").unwrap_or(("postgres", base));
    let base = match rest.split_once('@') {
        Some((who, place)) => format!("{scheme}://{}@{place}", who.split(':').next().unwrap_or_default()),
        None => format!("{scheme}://{rest}"),
    };
    let kept: Vec<_> =
        options.split('&').filter(|it| !it.is_empty() && !it.starts_with("password=")).collect();
    if kept.is_empty() { base } else { format!("{base}?{}", kept.join("&")) }
}

fn unreadable(why: &str) -> StoreError {
    StoreError::Unavailable {
        what: "postgres://".to_owned(),
        why: why.to_owned(),
        help: "write it as postgres://USER:PASSWORD@HOST:PORT/DATABASE, with %40 for `@`, %3F for `?` \
               and %25 for `%`; the password can also be in PGPASSWORD"
            .to_owned(),
    }
}

/// TLS with whom the address names, and nobody else.
fn checked(roots: Option<PathBuf>) -> Result<ClientConfig, StoreError> {
    let mut known = RootCertStore::empty();
    match &roots {
        None => {
            known.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
        Some(file) => {
            let wrong = |why: &dyn fmt::Display| {
                unreadable(&format!(
                    "names `{}` in `sslrootcert`, which can't be read ({why})",
                    file.display()
                ))
            };
            let text = fs::read(file).map_err(|error| wrong(&error))?;
            for found in CertificateDer::pem_slice_iter(&text) {
                known.add(found.map_err(|error| wrong(&error))?).map_err(|error| wrong(&error))?;
            }
        }
    }
    Ok(builder()?.with_root_certificates(known).with_no_client_auth())
}

/// TLS with whoever answers: no worse than in the clear, which is what else would be done.
fn unchecked() -> Result<ClientConfig, StoreError> {
    let whoever = Arc::new(Whoever(Arc::new(ring::default_provider())));
    Ok(builder()?.dangerous().with_custom_certificate_verifier(whoever).with_no_client_auth())
}

fn builder() -> Result<rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>, StoreError> {
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| unreadable(&format!("can't be talked to by TLS ({error})")))
}

/// Takes any certificate, as `psql` does for `sslmode=prefer`.
#[derive(Debug)]
struct Whoever(Arc<CryptoProvider>);

impl ServerCertVerifier for Whoever {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        for (text, shown) in [
            ("postgres://ana:s3cret@db.example:5433/drills", "postgres://ana@db.example:5433/drills"),
            (
                "postgresql://ana:s3cret@db.example/drills?sslmode=verify-full",
                "postgres://ana@db.example:5432/drills",
            ),
            ("postgres://ana:s3cret@a:1,b:2/drills", "postgres://ana@a:1,b:2/drills"),
            ("postgres:///drills?host=/run/pg&user=ana&password=s3cret", "postgres://ana@/run/pg/drills"),
            ("postgres://", "postgres://localhost/"),
        ] {
            let address = Address::new(text, Some("s3cret")).unwrap();
            assert_eq!(address.to_string(), shown);
            assert!(!format!("{address:?}").contains("s3cret"));
        }
    }

    #[test]
    fn it_can_be_typed_again_without_its_password() {
        for (text, typed) in [
            ("postgres://ana:s3cret@db.example:5433/drills", "postgres://ana@db.example:5433/drills"),
            (
                "postgresql://ana:s3cret@db.example/drills?sslmode=verify-full",
                "postgresql://ana@db.example/drills?sslmode=verify-full",
            ),
            (
                "postgres:///drills?host=/run/pg&user=ana&password=s3cret&port=5433",
                "postgres:///drills?host=/run/pg&user=ana&port=5433",
            ),
            ("postgres://ana@%2Frun%2Fpg/drills", "postgres://ana@%2Frun%2Fpg/drills"),
            ("postgres://", "postgres://"),
        ] {
            let address = Address::new(text, None).unwrap();
            assert_eq!(address.typed(), typed);
            let again = Address::new(typed, None).unwrap();
            assert_eq!(again.to_string(), address.to_string());
            assert_eq!(again.config.get_password(), None);
        }
    }

    #[test]
    fn what_can_not_be_read_is_not_repeated() {
        for text in ["postgres://ana:s3cret@db:x/y", "postgres://ana:s3cret@db/y?sslmode=often"] {
            let said = Address::new(text, None).unwrap_err().to_string();
            assert!(said.starts_with("the store `postgres://` can't be read: "), "{said}");
            assert!(!said.contains("s3"), "{said}");
        }
        let said = Address::new("postgres://db/y?sslrootcert=/no/such.pem", None).unwrap_err().to_string();
        assert!(said.contains("names `/no/such.pem` in `sslrootcert`, which can't be read ("), "{said}");
    }

    #[test]
    fn what_is_to_be_checked_is_never_in_the_clear() {
        let mode = |options: &str| {
            Address::new(&format!("postgres://db/y{options}"), None).unwrap().config.get_ssl_mode()
        };
        assert_eq!(mode(""), SslMode::Prefer);
        assert_eq!(mode("?sslmode=disable"), SslMode::Disable);
        for checked in [
            "?sslmode=require",
            "?sslmode=verify-ca",
            "?connect_timeout=3&sslmode=verify-full",
            "?sslrootcert=system",
        ] {
            assert_eq!(mode(checked), SslMode::Require);
        }
    }
}
