//! Names of people, and names that are a group's.

pub(in super::super) const PRAISE: &[&str] = &[
    "kudos",
    "thanks to",
    "thank you",
    "great",
    "excellent",
    "brilliant*",
    "hero",
    "heroic*",
    "heroes",
    "amazing*",
    "outstanding",
    "fantastic",
    "well done",
    "good job",
    "shout-out",
    "shoutout",
    "applause",
    "praise",
    "saved the day",
    "impressive*",
    "superb*",
];

/// Given names that are no word and no product; most of what stands in a postmortem without a list of its people.
pub(in super::super) const GIVEN: &str = "\
    Aaron Abigail Adam Aditya Adrian Agnieszka Ahmed Aidan Aino Aisha Alan Alejandro Alessandro Alexander \
    Alexandra Alexandre Alexei Ali Alice Alicia Alison Amanda Amara Amelia Amina Amir Amit Amy Ana Andrea \
    Andreas Andrei Andrej Andrew Andrés Andy Angela Anil Anita Anja Anjali Anke Anna Anne Annika Anouk \
    Anthony Antoine Anton Antonio Aoife Arjun Arnaud Arthur Arun Astrid Ayşe Barbara Bart Bartosz Beatriz \
    Becky Ben Benjamin Benoit Bernard Bernd Beth Birgit Bjorn Björn Bob Bogdan Brad Brandon Brendan Brian \
    Bryan Callum Camille Carina Carla Carlos Carol Caroline Catherine Cathy Catriona Cedric Chiara Chidi \
    Chloe Chris Christian Christina Christine Christoph Christophe Christopher Ciara Cindy Claire Clara \
    Claudia Colin Connor Craig Cristina Cynthia Daisuke Damian Damien Dan Dana Daniel Daniela Danielle \
    Danny Dave David Debbie Deborah Deepa Deepak Denis Dennis Derek Diana Diego Dieter Dirk Divya Dmitri \
    Dmitry Dominik Donald Donna Doug Douglas Duncan Eamon Eduardo Edward Edwin Eleanor Elena Eli Elias \
    Elisa Elise Elizabeth Ellen Emil Emilia Emilie Emily Emine Emma Emre Enrique Eric Erik Erika Ernst \
    Esther Ethan Eugene Eva Evelyn Ewa Fabian Farah Fatima Federico Felipe Felix Femke Ferdinand Fernando \
    Filip Fiona Florian Francesca Francois Frank Franz François Fred Frederic Freya Friedrich Gabriel \
    Gabriela Gareth Gary Gavin Geoff George Gerald Gerhard Gianluca Gilles Giovanni Giulia Giuseppe Glenn \
    Gonzalo Gordon Graham Greg Gregory Grzegorz Guillaume Gunnar Gustavo Hamid Hana Hannah Hanne Hans \
    Harald Haruto Hassan Heather Heidi Heike Heinrich Helen Helena Helga Henrik Henry Hiroshi Holger \
    Hussein Ian Ibrahim Ignacio Igor Imran Ines Ingo Ingrid Irene Irina Isaac Isabel Isabelle Ismail Ivan \
    Jacob Jacqueline Jakob Jakub Jamal James Jamie Jan Jana Jane Janet Janine Jared Jason Javier Jeff \
    Jeffrey Jelena Jennifer Jenny Jens Jeremy Jerome Jesper Jessica Jim Jimmy Jin Joachim Joan Joanna Joe \
    Joel Johan Johanna Johannes John Jonah Jonas Jonathan Joost Jorge Jose Josef Joseph Josh Joshua João \
    Juan Judith Julia Julie Justin Jutta Jérôme Jörg Jürgen Karen Karim Karin Karl Karsten Katarzyna Kate \
    Katherine Kathleen Kathy Katie Katja Katrin Kaveh Kavya Keiko Keith Ken Kenji Kenneth Kevin Khadija \
    Khalid Kirsi Kirsten Klaus Kofi Krzysztof Kumar Kwame Kyle Lakshmi Lars Laura Laurent Layla Lea Leah \
    Leila Lena Leo Leon Leonardo Leslie Liam Lina Linda Linh Lisa Lorenzo Lothar Lotte Louise Luca Lucas \
    Lucia Lucy Ludwig Luigi Luis Lukas Lukasz Luke Maciej Magda Magdalena Magnus Malte Manfred Manoj Manuel \
    Marc Marcel Marco Marcus Margaret Margarita Maria Mariana Marie Marina Mario Marion Marius Marta Martha \
    Martin Martina Mary Mateusz Mathias Mathieu Matt Matteo Matthew Matthias Maureen Meera Megan Mehmet Mei \
    Melanie Melissa Mette Michael Michaela Michal Michał Michel Michele Michelle Miguel Mike Mikhail Mikko \
    Milena Minh Mira Miriam Mohamed Mohammad Mohammed Monika Moritz Muhammad Mustafa Nadia Nadine Nancy \
    Naomi Natalia Natalie Natasha Nathan Neha Neil Nele Ngozi Niall Nicholas Nick Nicolas Nicole Niels \
    Nigel Nikhil Nikita Nikolai Nils Nina Nisha Noa Noah Noor Nora Norbert Nuno Oksana Olaf Oleg Olga \
    Oliver Olivia Omar Omid Orla Owen Pablo Pam Pamela Pascal Patricia Patrick Paul Paula Pauline Pavel \
    Pawel Paweł Pedro Peter Petr Petra Phil Philip Philipp Philippe Pierre Pieter Piotr Pooja Prakash \
    Pranav Priya Rachel Rafael Rahul Rainer Raj Rajesh Ralf Ralph Ramesh Randy Rania Raphael Raquel Rashid \
    Raul Ravi Rebecca Reinhard Renate René Rhys Ricardo Richard Rita Robert Roberto Rodrigo Roger Rohan \
    Rohini Rohit Roland Rolf Romain Ron Ronald Rory Rosa Ross Roy Rui Rupert Russell Ruth Ryan Sabine Salma \
    Sam Samantha Samir Samuel Sandra Sanjay Sanne Sara Sarah Sasha Saskia Scott Sean Sebastian Selin Sergei \
    Sergey Sergio Seth Shane Shannon Sharon Shaun Sheila Shreya Siegfried Silvia Simon Simone Sinead \
    Siobhan Sipho Slawomir Sofia Sophia Sophie Soraya Stacey Stanislav Stefan Stefanie Steffen Stephan \
    Stephanie Stephen Steve Steven Stuart Sunita Suresh Susan Susanne Suzanne Sven Svetlana Sylvia Søren \
    Takashi Tamara Tanja Tanya Tara Tariq Tatiana Ted Teresa Tero Theresa Thibault Thomas Thorsten Tiago \
    Tim Tina Tobias Todd Tom Tomas Tomasz Tommy Tomás Tony Torsten Tracy Trevor Ulrich Ulrike Ursula Uwe \
    Valentina Valerie Vanessa Vasily Vera Veronika Vijay Vikram Viktor Vincent Vivek Vladimir Volker Walter \
    Wei Wendy Werner William Wojciech Wolfgang Xavier Xiao Yael Yana Yannick Yasmin Yuki Yusuf Yves Yvonne \
    Zahra Zbigniew Zoe Zofia Zoltan Zsofia Łukasz";

/// Before a name.
pub(in super::super) const TITLES: &[&str] =
    &["dr", "prof", "mr", "mrs", "ms", "mx", "herr", "frau", "miss", "sir", "doctor", "professor"];

/// Whether a word is in a list of single words.
pub(in super::super) fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|other| other == word)
}

/// Before a name: a place, a storm, a saint.
pub(in super::super) const BEFORE_PLACES: &[&str] = &[
    "san",
    "santa",
    "santo",
    "st",
    "saint",
    "port",
    "prince",
    "princess",
    "king",
    "queen",
    "fort",
    "lake",
    "mount",
    "cape",
    "hurricane",
    "storm",
    "cyclone",
    "typhoon",
];

/// After a name, in its capitals: a day, a street, a company.
pub(in super::super) const AFTER_PROPER: &[&str] = &[
    "day",
    "street",
    "road",
    "avenue",
    "airport",
    "university",
    "hospital",
    "inc",
    "ltd",
    "llc",
    "gmbh",
    "bridge",
    "institute",
    "stadium",
    "station",
    "terminal",
    "hotel",
    "bank",
];

/// After a name: what is called by it is a thing.
pub(in super::super) const AFTER_THINGS: &[&str] = &[
    "payload",
    "runtime",
    "server",
    "servers",
    "cluster",
    "host",
    "service",
    "instance",
    "region",
    "library",
    "compiler",
    "framework",
    "database",
    "package",
    "container",
    "image",
    "node",
    "release",
    "project",
    "protocol",
];

/// Handles that are a group's.
pub(in super::super) const GROUPS: &[&str] = &[
    "here",
    "channel",
    "all",
    "everyone",
    "oncall",
    "on-call",
    "sre",
    "support",
    "security",
    "incident",
    "commander",
    "team",
    "media",
    "import",
    "override",
    "param",
];

/// In a handle: a group or a seat, whatever else stands in it.
pub(in super::super) const GROUP_PARTS: &[&str] = &[
    "lead",
    "leads",
    "manager",
    "primary",
    "secondary",
    "desk",
    "ops",
    "infra",
    "dev",
    "devs",
    "devops",
    "eng",
    "engineering",
    "platform",
    "backend",
    "frontend",
    "data",
    "database",
    "network",
    "networking",
    "payments",
    "core",
    "api",
    "web",
    "mobile",
    "team",
    "teams",
    "squad",
    "rota",
    "duty",
    "release",
    "qa",
    "noc",
    "soc",
    "helpdesk",
    "bot",
    "admins",
    "guild",
    "group",
    "crew",
    "tribe",
    "pricing",
    "billing",
    "search",
    "storage",
    "security",
    "sre",
    "oncall",
    "call",
    "support",
    "owners",
    "maintainers",
    "reviewers",
    "channel",
    "incident",
    "incidents",
    "status",
    "cloud",
    "reliability",
    "observability",
    "product",
    "legal",
    "comms",
    "leadership",
    "management",
    "commander",
];
