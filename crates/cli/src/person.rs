//! What is known of a person who is asked about, as it is given on the command line.

use clap::Args;
use sijill_schema::AskedPerson;

/// What is known of the person, in Arabic or Latin letters.
#[derive(Debug, Args)]
pub(crate) struct Person {
    /// The name, as much of it as is known.
    #[arg(long)]
    name: Option<String>,
    /// The father.
    #[arg(long)]
    father: Option<String>,
    /// The father's father.
    #[arg(long)]
    grandfather: Option<String>,
    /// The mother.
    #[arg(long)]
    mother: Option<String>,
    /// The kunya.
    #[arg(long)]
    kunya: Option<String>,
    /// When the person was born, as it is said: a year, about 1985.
    #[arg(long)]
    born: Option<String>,
    /// The place of birth or of civil registration.
    #[arg(long)]
    place: Option<String>,
    /// A number that stands for the person.
    #[arg(long)]
    number: Option<String>,
}

impl Person {
    pub fn asked(&self) -> AskedPerson {
        AskedPerson {
            name: self.name.clone(),
            father: self.father.clone(),
            grandfather: self.grandfather.clone(),
            mother: self.mother.clone(),
            kunya: self.kunya.clone(),
            born: self.born.clone(),
            place: self.place.clone(),
            number: self.number.clone(),
        }
    }
}
