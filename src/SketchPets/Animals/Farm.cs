using SketchPets.Raster;
using SketchPets.Scene;

namespace SketchPets.Animals;

/// <summary>Hooved animals of the farm.</summary>
static class Farm
{
    public static Figure Horse(Dice dice, Dice pose)
    {
        Head head = new()
        {
            Wide = dice.Shake(0.72, 0.05),
            Tall = 0.92,
            Muzzle = Templates.Muzzle(dice, 1.35, 0.42) with { Droop = dice.Between(0.8, 1.1), Taper = 0.82, Low = 0.2, Pads = 0,
                Nose = NoseKind.Slits, NoseSize = 0.17 },
            Eye = Templates.Eye(dice, 0.16, 0.85),
            Ear = new() { Place = 0.42, Rise = dice.Between(0.05, 0.3), Length = dice.Shake(0.6), Widths = [0.12, 0.19, 0], Forward = 0 },
            Crown = Crowns.Mane,
            Front = Crowns.Tuft(0.4),
        };
        Body body = Templates.Body(dice, 0.26, 1.02) with { Hooves = true, LegThick = 0.065, Neck = 0.72, NeckThick = 0.17,
            NeckRise = dice.Between(40, 65), Skull = 0.23, Tail = 0.75, TailThick = 0.05, TailTip = 0.1, TailRise = -50, TailBend = -20,
            TailFur = 0.04 };
        return Templates.Animal(head, body, pose, grazer: true);
    }

    public static Figure Cow(Dice dice, Dice pose)
    {
        Head head = new()
        {
            Wide = dice.Shake(0.85, 0.05),
            Muzzle = Templates.Muzzle(dice, 0.7, 0.56) with { Droop = 0.45, Taper = 0.95, Pads = 0.3, Nose = NoseKind.Slits,
                NoseSize = 0.28, Tall = 0.7 },
            Eye = Templates.Eye(dice, 0.16, 0.72),
            Ear = Templates.Leaf(dice, 0.75, 1.5),
            Crown = Crowns.Horns(dice.Between(0.25, 0.7), dice.Between(0.2, 0.6)),
            Front = dice.Chance(0.5) ? Crowns.Tuft(0.45) : null,
        };
        Body body = Templates.Body(dice, 0.33, 0.88) with { Hooves = true, Neck = 0.5, NeckThick = 0.2, NeckRise = 35, Skull = 0.27,
            Tail = 0.75, TailThick = 0.03, TailTip = 0.03, TailRise = -60, TailBend = -20 };
        return Templates.Animal(head, body, pose, grazer: true);
    }

    public static Figure Pig(Dice dice, Dice pose)
    {
        Head head = new()
        {
            Wide = 1.02,
            Cheeks = 0.12,
            Muzzle = Templates.Muzzle(dice, 0.45, 0.4) with { Taper = 0.95, Tall = 0.85, Low = 0.24, Pads = 0, Nose = NoseKind.Snout,
                NoseSize = 0.14, Mouth = 0.35 },
            Eye = Templates.Eye(dice, 0.13, 0.5),
            Ear = new() { Place = 0.65, Rise = dice.Between(0.5, 1), Fold = dice.Between(0, 1.4), Length = dice.Shake(0.75),
                Widths = [0.3, 0.34, 0.16, 0], Forward = 0.15 },
        };
        Body body = Templates.Body(dice, 0.36, 0.68) with { Hooves = true, Neck = 0.4, NeckThick = 0.28, NeckRise = 25, Skull = 0.3,
            Tail = 0.3, TailThick = 0.03, TailTip = 0.02, TailRise = 30, TailBend = 300 };
        return Templates.Animal(head, body, pose, grazer: true);
    }

    public static Figure Sheep(Dice dice, Dice pose)
    {
        Head head = new()
        {
            Wide = dice.Shake(0.78, 0.05),
            Muzzle = Templates.Muzzle(dice, 0.6, 0.45) with { Droop = 0.4, Taper = 0.75, Pads = 0.35, Nose = NoseKind.Triangle,
                NoseSize = 0.16 },
            Eye = Templates.Eye(dice, 0.15, 0.7) with { PupilWidth = 1.6, Pupil = 0.5 },
            Ear = Templates.Leaf(dice, 0.7, 1.7),
            Crown = dice.Chance(0.3) ? Crowns.Horns(0.3, 1) : null,
            Front = Crowns.Wool,
        };
        Body body = Templates.Body(dice, 0.36, 0.72) with { Hooves = true, Neck = 0.45, NeckThick = 0.24, Skull = 0.24,
            Fur = dice.Between(0.06, 0.1), LegThick = 0.055, Paw = 0.07, Tail = 0.2, TailFur = 0.05, TailRise = -40 };
        return Templates.Animal(head, body, pose, grazer: true);
    }

    public static Figure Goat(Dice dice, Dice pose)
    {
        Head head = new()
        {
            Wide = dice.Shake(0.76, 0.05),
            Muzzle = Templates.Muzzle(dice, 0.75, 0.4) with { Droop = 0.4, Taper = 0.72, Pads = 0.4, Nose = NoseKind.Triangle,
                NoseSize = 0.15 },
            Eye = Templates.Eye(dice, 0.17, 0.7) with { PupilWidth = 1.8, Pupil = 0.45 },
            Ear = dice.Chance(0.5) ? Templates.Lop(dice, 0.9) : Templates.Leaf(dice, 0.7, 1.4),
            Crown = Crowns.Horns(dice.Between(0.7, 1.2), dice.Between(0, 0.5), 0.15),
            Front = (artist, look, flat) => artist.Fill(Shape.Hull((flat((0, 0.95, 1.1)), 0.16), (flat((0, 1.6, 1)), 0.03)),
                Paints.Solid(look.Coat.Second), fur: 0.06),
        };
        Body body = Templates.Body(dice, 0.25, 0.84) with { Hooves = true, LegThick = 0.06, Paw = 0.075, Neck = 0.5, NeckThick = 0.15,
            Skull = 0.24, Tail = 0.2, TailRise = 60 };
        return Templates.Animal(head, body, pose, grazer: true);
    }

    public static Figure Donkey(Dice dice, Dice pose)
    {
        Head head = new()
        {
            Wide = dice.Shake(0.8, 0.05),
            Muzzle = Templates.Muzzle(dice, 1.05, 0.46) with { Droop = 0.7, Taper = 0.9, Low = 0.25, Pads = 0, Nose = NoseKind.Slits,
                NoseSize = 0.18 },
            Eye = Templates.Eye(dice, 0.18, 0.75),
            Ear = new() { Place = 0.45, Rise = dice.Between(0.15, 0.6), Length = dice.Shake(1.35), Widths = [0.13, 0.24, 0.2, 0],
                Forward = 0 },
            Front = Crowns.Tuft(0.35),
        };
        Body body = Templates.Body(dice, 0.28, 0.86) with { Hooves = true, LegThick = 0.06, Neck = 0.55, NeckThick = 0.17, Skull = 0.25,
            Tail = 0.6, TailThick = 0.03, TailTip = 0.06, TailRise = -60, TailBend = -10 };
        return Templates.Animal(head, body, pose, grazer: true);
    }
}
